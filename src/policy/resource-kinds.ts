import { anyMany, anyManyInField, anyOne, anyOneInField, colon, fieldsOf, literal, textFields, type Glob } from './glob.ts';
import type { Language } from './operators/operator.ts';
import type { RequestContext } from './request-context.ts';
import type { Target } from './resource-match.ts';
import { positionsAfter, separate } from './separate.ts';
import type { Relevant } from './sources.ts';
import { resolve } from './template.ts';

/** Fields of an ARN before the resource itself. */
const fieldsBefore = 5;

/** One resource of each kind that the statements tell apart; the set itself where there are more kinds than `most`, or too many to find. */
export function targetsOf(relevant: readonly Relevant[], target: Target, context: RequestContext, most: number): readonly Target[] {
  if ('arn' in target) return [target];
  const languages = relevant.flatMap(({ statement }) =>
    (statement?.resources?.patterns ?? []).flatMap(({ template }) => {
      const resolved = resolve(template, context);
      return resolved ? languagesOf(resolved.glob, target.prefix) : [];
    }),
  );
  const { texts, isComplete } = separate(languages, { glob: [...literal(target.prefix), anyMany], foldsCase: false });
  return isComplete && texts.length <= most ? texts.map((arn) => ({ arn })) : [target];
}

/** Field by field, and as a whole where a star may reach beyond its field. */
function languagesOf(glob: Glob, prefix: string): Language[] {
  const fields = fieldsOf(glob, fieldsBefore + 1);
  const [resource = [], ...others] = fields.toReversed();
  if (fields.length <= fieldsBefore || !others.some((field) => field.some((code) => code < 0))) return [{ glob, foldsCase: false }];
  const resourceAt = glob.length - resource.length;
  const inFields = [...glob.slice(0, resourceAt).map(withinField), ...resource];
  return [inFields, ...beyondFields(glob, resourceAt, prefix)].map((one) => ({ glob: one, foldsCase: false }));
}

const withinField = (code: number): number => (code === anyMany ? anyManyInField : code === anyOne ? anyOneInField : code);

/**
 * What a glob matches whose stars reach beyond their fields: no further than the prefix goes, as names of resources hardly ever hold what looks like
 * fields of an ARN.
 *
 * @param resourceAt where the resource begins in the glob
 */
function beyondFields(glob: Glob, resourceAt: number, prefix: string): Glob[] {
  if (textFields(prefix, fieldsBefore + 1).length <= fieldsBefore) return [glob];
  const start = literal(prefix);
  return positionsAfter(glob, start)
    .filter((position) => position > resourceAt || (position === resourceAt && !glob.slice(position).includes(colon)))
    .map((position) => [...start, ...glob.slice(position)]);
}
