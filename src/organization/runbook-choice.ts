import type { GivenParameter, Runbook } from '../../remediation/runbook.ts';
import type { Rule } from '../engine/rule.ts';
import type { OrganizationFile } from './organization-schema.ts';
import { givenText, type Problem } from './problem.ts';

/** What is wrong with the runbooks that an organisation chooses, and with the values it gives them. */
export function runbookProblems({ remediation, runbooks }: OrganizationFile, selected: readonly Rule[]): Problem[] {
  const without = Object.entries(remediation).flatMap(([id, choice]): Problem[] => {
    const rule = selected.find((one) => one.id === id);
    if (choice === 'none' || !rule || rule.remediation) return [];
    return [{ field: `remediation.${id}`, message: `given '${choice}', and ${id} has no runbook; allowed: none` }];
  });
  const started = selected.flatMap(({ id, remediation: runbook }) => (runbook && remediation[id] !== 'none' ? [runbook] : []));
  return [
    ...without,
    ...Object.entries(runbooks).flatMap(([id, values]) => {
      const runbook = started.find((one) => one.id === id);
      const known = started.map((one) => one.id).join(', ') || 'none';
      if (!runbook) return [{ field: `runbooks.${id}`, message: `no rule starts a runbook '${id}'; allowed: ${known}` }];
      return Object.entries(values).flatMap(([name, value]) => valueProblems(runbook, name, value));
    }),
  ];
}

function valueProblems(runbook: Runbook, name: string, value: string): Problem[] {
  const field = `runbooks.${runbook.id}.${name}`;
  const parameter = Object.hasOwn(runbook.parameters, name) ? runbook.parameters[name] : undefined;
  if (!parameter) {
    const known = Object.keys(runbook.parameters).filter((one) => !('sameAs' in (runbook.parameters[one] ?? {})));
    return [{ field, message: `there is no such parameter; allowed: ${known.join(', ') || 'none'}` }];
  }
  if ('sameAs' in parameter) return [{ field, message: `it has the value of parameter ${parameter.sameAs} of the rule; give it there` }];
  const allowed = allowedOf(parameter, value);
  return allowed === undefined ? [] : [{ field, message: `given ${givenText(value)}; allowed: ${allowed}` }];
}

/** What a parameter takes; `undefined` when the value is one of it. */
function allowedOf({ allowedValues, allowedPattern }: GivenParameter, value: string): string | undefined {
  if (allowedValues) return allowedValues.includes(value) ? undefined : allowedValues.join(', ');
  if (allowedPattern === undefined || new RegExp(allowedPattern).test(value)) return undefined;
  return `a text that matches ${allowedPattern}`;
}
