import { doubtful } from './doubt.ts';
import { anyMany, coversEverythingAfter, fieldsOf, intersects, literal, matches, textFields, type Glob } from './glob.ts';
import { maybe, no, not, or, yes, type Kleene } from './kleene.ts';
import type { Statement } from './policy-document.ts';
import type { RequestContext } from './request-context.ts';
import { resolve, type Resolved } from './template.ts';

/** The resource of a request: one, by its ARN (or `*` for actions without one), or all whose ARN begins with a prefix. */
export type Target = { readonly arn: string } | { readonly prefix: string };

const arnFields = 6;

/**
 * Whether a statement is about a resource; about a set, {@link maybe} unless it is about all of it or none.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function isAbout({ resources }: Pick<Statement, 'resources'>, target: Target, context: RequestContext): Kleene {
  if (!resources) return yes;
  let found: Kleene = no;
  for (const { template } of resources.patterns) {
    const resolved = resolve(template, context);
    // A text without a value matches nothing; whether NotResource with one says anything, AWS does not tell.
    const one = resolved ? matchesTarget(resolved, target, context) : resources.isComplement ? doubtful(context, false) : no;
    found = or(found, one);
    if (found === yes) break;
  }
  return resources.isComplement ? not(found) : found;
}

function matchesTarget(resolved: Resolved, target: Target, context: RequestContext): Kleene {
  return 'arn' in target ? matchesOne(resolved, target.arn, context) : matchesSet(resolved, target.prefix);
}

const isOnlyStars = (glob: Glob): boolean => glob.length > 0 && glob.every((code) => code === anyMany);

function matchesOne({ certainty, glob }: Resolved, arn: string, context: RequestContext): Kleene {
  if (certainty === 'unknown') return matches(glob, arn) ? maybe : no;
  if (isOnlyStars(glob)) return yes;
  const wanted = fieldsOf(glob, arnFields);
  if (arn === '*') return wanted.length === arnFields && wanted.slice(1).every(isOnlyStars) ? yes : no;
  if (wanted.length === arnFields && matchesFields(wanted, arn)) return yes;
  // A star at the end of a field can reach beyond the colon; AWS does not say how far.
  return matches(glob, arn) ? doubtful(context, wanted.length < arnFields) : no;
}

function matchesFields(wanted: readonly Glob[], arn: string): boolean {
  const given = textFields(arn, arnFields);
  return given.length === wanted.length && wanted.every((field, at) => matches(field, given[at] as string));
}

function matchesSet({ certainty, glob }: Resolved, prefix: string): Kleene {
  if (!intersects(glob, [...literal(prefix), anyMany])) return no;
  if (certainty === 'unknown') return maybe;
  if (isOnlyStars(glob)) return yes;
  const wanted = fieldsOf(glob, arnFields);
  const given = textFields(prefix, arnFields);
  if (wanted.length < arnFields || given.length < arnFields) return maybe;
  const isSameUpToResource = wanted.slice(0, -1).every((field, at) => matches(field, given[at] as string));
  return isSameUpToResource && coversEverythingAfter(wanted.at(-1) as Glob, given.at(-1) as string) ? yes : maybe;
}
