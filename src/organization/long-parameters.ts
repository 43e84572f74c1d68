import { ruleParameters } from '../../conformance-pack/rule-parameters.ts';
import { documents } from '../../remediation/documents.ts';
import { InvalidInput } from '../engine/invalid-input.ts';
import { configure, type ConfiguredRule } from '../engine/parameters.ts';
import { parametersPath } from '../lambda/settings.ts';

/**
 * Characters that an SSM parameter of the standard and of the advanced tier holds; the advanced one costs money.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
 */
export const ssmLimits = { standard: 4_096, advanced: 8_192 } as const;

/** What the pack gives a rule, and what is too long for it. */
interface Apart {
  readonly inPack: ConfiguredRule['parameters'];
  readonly inSsm: Readonly<Record<string, string>>;
}

/**
 * Leaves the longest lists and texts out of the pack, one by one, until AWS Config takes the others. What a runbook is given too stays, unless the runbook
 * looks for it in SSM as functions do: with nothing it would shut everybody out.
 *
 * @throws InvalidInput for values that are still too long, and for one that no SSM parameter holds
 */
export function apart(configured: ConfiguredRule): Apart {
  const inSsm: Record<string, string> = {};
  let left = configured;
  for (;;) {
    try {
      ruleParameters([left]);
      return { inPack: left.parameters, inSsm };
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      const name = longestOf(left);
      if (name === undefined) throw tooLong(left, error);
      inSsm[name] = held(left, name);
      left = { ...left, parameters: { ...left.parameters, [name]: emptyOf(left, name) } };
    }
  }
}

/** The refusal of values of which none may be left out: AWS Config's own, or why a runbook keeps them. */
function tooLong({ rule }: ConfiguredRule, refusal: InvalidInput): InvalidInput {
  const taken = takenByRunbook(rule);
  if (taken.length === 0) return refusal;
  return new InvalidInput(
    `the values are too long for AWS Config, and its runbook is given ${taken.join(', ')} too; allowed: shorter values, or remediation.${rule.id}: 'none'`,
  );
}

/** The parameters of a rule that its runbook is given and does not look for by itself. */
function takenByRunbook(rule: ConfiguredRule['rule']): string[] {
  if (readsSettings(rule)) return [];
  return Object.values(rule.remediation?.parameters ?? {}).flatMap((one) => ('sameAs' in one ? [one.sameAs] : []));
}

/** The longest value that may be left out; `undefined` when there is none. */
function longestOf({ rule, parameters }: ConfiguredRule): string | undefined {
  const taken = takenByRunbook(rule);
  const lengths = Object.entries(parameters)
    .filter(([name]) => !taken.includes(name) && isOpen(rule, name))
    .map(([name, value]) => ({ name, length: textOf(value).length }))
    .filter(({ length }) => length > 0)
    .sort((one, other) => other.length - one.length);
  return lengths[0]?.name;
}

/** Whether the role of the rule's runbook may read the parameters of the rule in SSM. */
function readsSettings(rule: ConfiguredRule['rule']): boolean {
  const document = documents.find(({ runbook }) => runbook.id === rule.remediation?.id);
  return (
    document?.permissions.some(({ resources }) => resources.some((resource) => resource.includes(`${parametersPath(rule)}/`))) ?? false
  );
}

/** Whether a parameter is a list or a free text that may be empty. */
function isOpen(rule: ConfiguredRule['rule'], name: string): boolean {
  const schema = rule.parameters[name];
  if (schema?.type === 'array') return true;
  return schema?.type === 'string' && 'pattern' in schema && new RegExp(schema.pattern, 'u').test('');
}

const emptyOf = ({ rule }: ConfiguredRule, name: string): unknown => (rule.parameters[name]?.type === 'array' ? [] : '');

function held({ rule, parameters }: ConfiguredRule, name: string): string {
  const text = textOf(parameters[name]);
  configure(rule, { [name]: text });
  if (Buffer.byteLength(text) <= ssmLimits.advanced) return text;
  throw new InvalidInput(`${name} has ${Buffer.byteLength(text)} bytes; an SSM parameter holds ${ssmLimits.advanced}`);
}

const textOf = (value: unknown): string => (Array.isArray(value) ? value.join(',') : String(value));
