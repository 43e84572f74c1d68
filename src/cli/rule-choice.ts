import { InvalidInput } from '../engine/invalid-input.ts';
import { configure, type ConfiguredRule } from '../engine/parameters.ts';
import type { Rule } from '../engine/rule.ts';
import { isObject, jsonObjectFile } from './json-file.ts';

/** What the user said of the rules. */
export interface RuleChoice {
  /** Ids, comma-separated; `undefined` for every rule. */
  readonly rules: string | undefined;
  /** Path of a JSON file: rule → parameter → value. */
  readonly parameters: string | undefined;
  readonly closedRegions: readonly string[];
}

/**
 * The rules to run, with their parameters.
 *
 * @throws InvalidInput for an unknown rule or a parameter the rule does not accept
 */
export async function chosenRules(registry: readonly Rule[], choice: RuleChoice): Promise<ConfiguredRule[]> {
  const given = choice.parameters === undefined ? {} : await parametersFile(choice.parameters, registry);
  return only(registry, choice.rules).map((rule) => {
    const ofRule = given[rule.id] ?? {};
    const { parameters } = configure(rule, ofRule);
    const closed = new Set([...((parameters['closedRegions'] as readonly string[] | undefined) ?? []), ...choice.closedRegions]);
    return configure(rule, 'closedRegions' in rule.parameters ? { ...ofRule, closedRegions: [...closed] } : ofRule);
  });
}

function only(registry: readonly Rule[], ids: string | undefined): Rule[] {
  if (ids === undefined) return [...registry];
  const wanted = ids
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  if (wanted.length === 0) throw new InvalidInput('--rules names no rule');
  for (const id of wanted) ruleOf(id, registry);
  return registry.filter(({ id }) => wanted.includes(id));
}

/** @throws InvalidInput for an id that no rule has */
export function ruleOf(id: string, registry: readonly Rule[]): Rule {
  const rule = registry.find((candidate) => candidate.id === id);
  if (!rule) throw new InvalidInput(`no rule has id '${id}'; known ids: ${registry.map((known) => known.id).join(', ')}`);
  return rule;
}

async function parametersFile(path: string, registry: readonly Rule[]): Promise<Record<string, Record<string, unknown>>> {
  const parsed = await jsonObjectFile(path, 'parameters', 'rule → parameter → value');
  for (const [id, parameters] of Object.entries(parsed)) {
    const rule = ruleOf(id, registry);
    if (!isObject(parameters)) {
      throw new InvalidInput(`parameters of ${id} in ${path} must be an object: parameter → value; given ${JSON.stringify(parameters)}`);
    }
    configure(rule, parameters);
  }
  return parsed as Record<string, Record<string, unknown>>;
}
