import { InvalidInput } from './invalid-input.ts';
import type { ParameterSchema, ParameterSchemas, ParametersOf, Rule } from './rule.ts';
import { problemOf, validator } from './schemas.ts';

/** A rule with the values its parameters have in this run. */
export interface ConfiguredRule {
  readonly rule: Rule;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * Gives a rule its parameters: defaults for those not given, AWS Config's strings turned into what the schema asks for.
 *
 * @throws InvalidInput for a parameter the rule does not have, a value its schema does not allow, and values that contradict each other
 */
export function configure(rule: Rule, given: Readonly<Record<string, unknown>> = {}): ConfiguredRule {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(rule.parameters, name)) continue;
    throw new InvalidInput(`${rule.id} has no parameter '${name}'; it has: ${Object.keys(rule.parameters).join(', ') || 'none'}`);
  }
  const parameters = Object.fromEntries(
    Object.entries(rule.parameters).map(([name, schema]) => [
      name,
      Object.hasOwn(given, name) ? parameterValue(rule, name, schema, given[name]) : schema.default,
    ]),
  );
  const conflict = rule.conflict?.(parameters as never);
  if (conflict !== undefined) throw new InvalidInput(`parameters of ${rule.id} contradict each other: ${conflict}`);
  return { rule, parameters };
}

/**
 * The values of one rule's parameters among those of others, as its schemas type them.
 *
 * @throws Error when the rule is not among them
 */
export function parametersAmong<Schemas extends ParameterSchemas>(
  configured: readonly ConfiguredRule[],
  { id }: Pick<Rule, 'id'> & { readonly parameters: Schemas },
): ParametersOf<Schemas> {
  const found = configured.find(({ rule }) => rule.id === id);
  if (!found) throw new Error(`${id} is not among the rules`);
  return found.parameters as ParametersOf<Schemas>;
}

function parameterValue(rule: Rule, name: string, schema: ParameterSchema, given: unknown): unknown {
  const value = typeof given === 'string' ? fromText(given, schema) : given;
  const validate = validator(schema);
  if (validate(value)) return value;
  throw new InvalidInput(
    `parameter '${name}' of ${rule.id}: ${problemOf(validate).replace(/^it /, 'the value ')}; given ${JSON.stringify(given)}; allowed: ${allowed(schema)}`,
  );
}

/** AWS Config hands every parameter over as text. */
function fromText(text: string, schema: ParameterSchema): unknown {
  switch (schema.type) {
    case 'integer':
      return /^-?\d{1,15}$/.test(text.trim()) ? Number(text) : text;
    case 'boolean':
      return ({ true: true, false: false } as Record<string, boolean>)[text.trim().toLowerCase()] ?? text;
    case 'array':
      return text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '');
    case 'string':
      return text;
  }
}

/** What a parameter takes, as a phrase. */
export function allowed(schema: ParameterSchema): string {
  switch (schema.type) {
    case 'integer':
      return `an integer from ${schema.minimum} to ${schema.maximum}`;
    case 'boolean':
      return 'true or false';
    case 'array':
      return `a list of texts that match ${schema.items.pattern}, each once`;
    case 'string':
      return 'enum' in schema ? schema.enum.join(', ') : `a text that matches ${schema.pattern}`;
  }
}
