import type { ConfiguredRule } from '../src/engine/parameters.ts';
import type { ParameterSchema, Rule } from '../src/engine/rule.ts';
import { ruleParameterName, sharedParameterName } from './names.ts';
import { quotas } from './quotas.ts';
import { refuseLongInput, refuseLongStaticValue } from './refusals.ts';
import type { PackParameter } from './template.ts';

/** A parameter of a rule, and what the template calls it. */
export interface RuleParameter {
  readonly name: string;
  readonly packName: string;
  readonly packParameter: PackParameter;
}

/** What every function takes besides the parameters of its rule. */
const whenUnreadable: ParameterSchema = {
  type: 'string',
  enum: ['NON_COMPLIANT', 'FAIL'],
  default: 'NON_COMPLIANT',
  description:
    'What a verdict becomes that nobody was allowed to check: NON_COMPLIANT with an annotation that begins UNVERIFIED:, or a failed evaluation.',
};

/**
 * The parameters of every rule as the template has them, their values as defaults. Rules that have the same parameter share it. Lists and free texts get
 * what characters are left, so that no value the template takes is too long for AWS Config; longer ones are read from SSM where the parameter is empty.
 *
 * @returns by rule id
 * @throws InvalidInput for values of a rule that are too long together
 */
export function ruleParameters(configured: readonly ConfiguredRule[]): ReadonlyMap<string, readonly RuleParameter[]> {
  const valued = new Map(configured.map(({ rule, parameters }) => [rule.id, valuesOf(rule, parameters)]));
  const packNames = packNamesOf(valued);
  const room = roomOf(valued, packNames);
  return new Map(
    [...valued].map(([rule, values]) => [
      rule,
      values.map(({ name, schema, value }): RuleParameter => {
        const packName = packNames.get(keyOf(rule, name)) ?? '';
        return { name, packName, packParameter: { ...packParameter(schema, room.get(packName)), Default: value } };
      }),
    ]),
  );
}

interface Value {
  readonly name: string;
  readonly schema: ParameterSchema;
  readonly value: string;
  readonly isGivenToRunbook: boolean;
}

function valuesOf({ parameters, remediation }: Rule, values: Readonly<Record<string, unknown>>): Value[] {
  const taken = Object.values(remediation?.parameters ?? {}).map((parameter) => ('sameAs' in parameter ? parameter.sameAs : undefined));
  return Object.entries({ ...parameters, whenUnreadable }).map(([name, schema]) => ({
    name,
    schema,
    value: textOf(Object.hasOwn(values, name) ? values[name] : schema.default),
    isGivenToRunbook: taken.includes(name),
  }));
}

type Valued = ReadonlyMap<string, readonly Value[]>;

const keyOf = (rule: string, name: string): string => `${rule} ${name}`;

/** A parameter that more than one rule has, and all of them alike, is one parameter of the pack. */
function packNamesOf(valued: Valued): ReadonlyMap<string, string> {
  const all = [...valued].flatMap(([rule, values]) => values.map(({ name, schema }) => ({ rule, name, text: JSON.stringify(schema) })));
  return new Map(
    all.map(({ rule, name, text }) => {
      const namesakes = all.filter((other) => other.name === name);
      const isShared = namesakes.length > 1 && namesakes.every((other) => other.text === text);
      return [keyOf(rule, name), isShared ? sharedParameterName(name) : ruleParameterName(rule, name)];
    }),
  );
}

/** Characters that lists and free texts may have, by the name of the parameter in the pack: those of their value, and a share of what is left. */
function roomOf(valued: Valued, packNames: ReadonlyMap<string, string>): ReadonlyMap<string, number> {
  const room = new Map<string, number>();
  for (const [rule, values] of valued) {
    const length = inputLength(values.map(({ name, schema, value }) => [name, longestValue(schema) ?? value]));
    refuseLongInput(rule, length);
    const open = values.filter(({ schema }) => longestValue(schema) === undefined);
    for (const { name, value, isGivenToRunbook } of open) {
      const packName = packNames.get(keyOf(rule, name)) ?? '';
      if (isGivenToRunbook) refuseLongStaticValue(rule, name, value.length);
      const share = value.length + Math.floor((quotas.inputParameters - length) / open.length);
      const limit = isGivenToRunbook ? quotas.staticValue : Infinity;
      room.set(packName, Math.min(room.get(packName) ?? share, share, limit));
    }
  }
  return room;
}

/** The characters of a rule's parameters as AWS Config counts them: as JSON, at its most spacious. */
function inputLength(values: readonly (readonly [name: string, value: string])[]): number {
  const members = values.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `{${members.join(', ')}}`.length;
}

/** The longest value of a parameter; `undefined` for lists and free texts. */
function longestValue(schema: ParameterSchema): string | undefined {
  if (schema.type === 'integer') return String(schema.maximum);
  if (schema.type === 'boolean') return 'false';
  if (schema.type === 'string' && 'enum' in schema) return longest(schema.enum);
  return undefined;
}

const longest = (texts: readonly string[]): string => texts.reduce((one, other) => (other.length > one.length ? other : one), '');

function packParameter(schema: ParameterSchema, room: number | undefined): Omit<PackParameter, 'Default'> {
  const common = { Type: 'String', Description: schema.description } as const;
  switch (schema.type) {
    case 'integer':
      return { ...common, AllowedPattern: `^\\d{1,${String(schema.maximum).length}}$` };
    case 'boolean':
      return { ...common, AllowedValues: ['true', 'false'] };
    case 'array':
      return {
        ...common,
        Description: `${schema.description} ${elsewhere}`,
        AllowedPattern: listPattern(schema.items.pattern),
        ...maxLength(room),
      };
    case 'string':
      return 'enum' in schema
        ? { ...common, AllowedValues: schema.enum }
        : { ...common, Description: `${schema.description} ${elsewhere}`, AllowedPattern: schema.pattern, ...maxLength(room) };
  }
}

const elsewhere = 'Leave it empty to have a longer one read from SSM.';

const maxLength = (room: number | undefined) => (room === undefined ? {} : { MaxLength: room });

/** A list as one text: items with commas between them. */
function listPattern(item: string): string {
  const inner = `(?:${item.replace(/^\^/, '').replace(/\$$/, '')})`;
  return `^(${inner}(,${inner})*)?$`;
}

/** A value as AWS Config hands it over. */
const textOf = (value: unknown): string => (Array.isArray(value) ? value.join(',') : String(value));
