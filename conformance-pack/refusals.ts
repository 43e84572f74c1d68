import { InvalidInput } from '../src/engine/invalid-input.ts';
import { quotas } from './quotas.ts';
import type { PackParameter } from './template.ts';

/** Rules that others refer to instead of reporting the same fault again. */
const foundation = ['bedrock-invocation-logging-enabled', 'bedrock-log-destinations-exist'];

/** @throws InvalidInput for a selection without the rules that the others refer to */
export function refuseWithoutFoundation(rules: readonly string[]): void {
  const missing = foundation.filter((id) => !rules.includes(id));
  if (missing.length === 0) return;
  throw new InvalidInput(
    `the pack lacks ${missing.join(' and ')}; given ${rules.join(', ') || 'no rule'}; the other rules refer to what these two report, so a pack must have both`,
  );
}

/** @throws InvalidInput for values of one rule that AWS Config would not take together */
export function refuseLongInput(rule: string, length: number): void {
  if (length <= quotas.inputParameters) return;
  throw new InvalidInput(
    `the parameters of ${rule} have ${length} characters; AWS Config takes ${quotas.inputParameters}; leave the longest out and put it into SSM, as /bedrock-logging/parameters/${rule}/<parameter>`,
  );
}

/** @throws InvalidInput for a value that a remediation is given and that AWS Config would not hand over */
export function refuseLongStaticValue(rule: string, parameter: string, length: number): void {
  if (length <= quotas.staticValue) return;
  throw new InvalidInput(
    `${parameter} of ${rule} has ${length} characters; its remediation is given it too, and AWS Config hands over ${quotas.staticValue} at most`,
  );
}

/** @throws InvalidInput where rules that share a parameter of the pack are given different values of it */
export function refuseDifferentValues(packName: string, { Default }: PackParameter, known: PackParameter | undefined): void {
  if (known === undefined || known.Default === Default) return;
  throw new InvalidInput(
    `the rules of a pack share the parameter ${packName}; given ${JSON.stringify(known.Default)} and ${JSON.stringify(Default)}; allowed: one value for all of them`,
  );
}

/** @throws InvalidInput for more of something than AWS Config takes */
export function refuseMoreThan(limit: number, found: number, what: string): void {
  if (found > limit) throw new InvalidInput(`the pack has ${found} ${what}; AWS Config takes ${limit}`);
}
