import { refuseWithoutFoundation } from '../../conformance-pack/refusals.ts';
import { InvalidInput } from '../engine/invalid-input.ts';
import { configure, type ConfiguredRule } from '../engine/parameters.ts';
import type { Rule } from '../engine/rule.ts';
import { apart } from './long-parameters.ts';
import type { OrganizationFile } from './organization-schema.ts';
import { runbookProblems } from './runbook-choice.ts';
import type { Problem } from './problem.ts';

/** A rule as it is deployed. */
export interface ChosenRule {
  /** Without its runbook where the organisation wants none. */
  readonly rule: Rule;
  /** What the conformance pack gives it; the parameters in `inSsm` have none of their value here. */
  readonly parameters: ConfiguredRule['parameters'];
  /** Values that are too long for the pack, as the text of an SSM parameter each. */
  readonly inSsm: Readonly<Record<string, string>>;
  /** Whether AWS Config starts its runbook by itself; `undefined` for a rule without. */
  readonly isAutomatic: boolean | undefined;
}

/** The rules that an organisation wants, as far as nothing is wrong with them, and what is. */
export function chosenRules(file: OrganizationFile, registry: readonly Rule[]): { rules: ChosenRule[]; problems: Problem[] } {
  const selected = registry.filter(({ id }) => file.rules?.includes(id) ?? true);
  const problems = [...selectionProblems(file, registry), ...runbookProblems(file, selected)];
  const rules = selected.flatMap((rule): ChosenRule[] => {
    const given = file.parameters[rule.id] ?? {};
    const wrong = parameterProblems(rule, given);
    problems.push(...wrong);
    if (wrong.length > 0) return [];
    const choice = file.remediation[rule.id];
    const deployed = choice === 'none' ? withoutRemediation(rule) : rule;
    try {
      const { inPack, inSsm } = apart(configure(deployed, given));
      return [{ rule: deployed, parameters: inPack, inSsm, isAutomatic: isAutomatic(deployed, choice) }];
    } catch (error) {
      problems.push({ field: `parameters.${rule.id}`, message: refusal(error) });
      return [];
    }
  });
  return { rules, problems };
}

function withoutRemediation({ remediation: _remediation, ...rule }: Rule): Rule {
  return rule;
}

function isAutomatic({ remediation }: Rule, choice: OrganizationFile['remediation'][string] | undefined): boolean | undefined {
  if (!remediation) return undefined;
  return choice === undefined ? remediation.isAutomatic : choice === 'automatic';
}

function selectionProblems({ rules, parameters, remediation }: OrganizationFile, registry: readonly Rule[]): Problem[] {
  const known = registry.map(({ id }) => id);
  const selected = known.filter((id) => rules?.includes(id) ?? true);
  const named = [
    ...(rules ?? []).map((id, at) => [`rules[${at}]`, id] as const),
    ...Object.keys(parameters).map((id) => [`parameters.${id}`, id] as const),
    ...Object.keys(remediation).map((id) => [`remediation.${id}`, id] as const),
  ];
  const problems = named.flatMap(([field, id]): Problem[] => {
    if (!known.includes(id)) return [{ field, message: `no rule has id '${id}'; known ids: ${known.join(', ')}` }];
    return selected.includes(id) ? [] : [{ field, message: `${id} is not among rules; allowed: ${selected.join(', ')}` }];
  });
  try {
    refuseWithoutFoundation(selected);
  } catch (error) {
    problems.push({ field: 'rules', message: refusal(error) });
  }
  return problems;
}

/** Every parameter by itself, so that all that are wrong are named; then what they contradict each other in. */
function parameterProblems(rule: Rule, given: Readonly<Record<string, unknown>>): Problem[] {
  const problems = Object.entries(given).flatMap(([name, value]) =>
    problemsOf(`parameters.${rule.id}.${name}`, () => configure({ ...rule, conflict: () => undefined }, { [name]: value })),
  );
  return problems.length > 0 ? problems : problemsOf(`parameters.${rule.id}`, () => configure(rule, given));
}

function problemsOf(field: string, attempt: () => unknown): Problem[] {
  try {
    attempt();
    return [];
  } catch (error) {
    return [{ field, message: refusal(error) }];
  }
}

/** @throws the error, unless it is about what was given */
function refusal(error: unknown): string {
  if (error instanceof InvalidInput) return error.message;
  throw error;
}
