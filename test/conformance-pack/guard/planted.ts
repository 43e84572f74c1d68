import { packTemplate } from '../../../conformance-pack/pack.ts';
import { rendered } from '../../../conformance-pack/render.ts';
import { configure } from '../../../src/engine/parameters.ts';
import { mendKeys, rulesWith } from '../rule-with-remediation.ts';

/** A pack without a mistake, in which one rule has a remediation. */
export const pack = rendered(
  packTemplate(
    rulesWith(mendKeys).map((rule) => configure(rule)),
    { partition: 'aws', account: '444455556666' },
  ),
);

/**
 * A template with one mistake in it.
 *
 * @throws Error when the template has nothing to replace
 */
export function planted(template: string, right: RegExp, wrong: string): string {
  const text = template.replace(right, wrong);
  if (text === template) throw new Error(`there is no ${right.source} to replace`);
  return text;
}
