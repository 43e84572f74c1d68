import type { AutomationDocument } from '../../../remediation/automation-document.ts';
import { documents } from '../../../remediation/documents.ts';
import { InvalidInput } from '../../engine/invalid-input.ts';
import type { Rule } from '../../engine/rule.ts';
import { chosenRules, ruleOf } from '../rule-choice.ts';
import { refuseSharedFiles } from '../shared-files.ts';
import type { Terminal } from '../terminal.ts';
import { canAsk } from './ask.ts';
import type { RemediateOptions } from './commands.ts';
import { narrative } from './narrative.ts';
import { enteredPlace } from './place.ts';
import { remediate } from './remediate.ts';
import { runbookParameters } from './runbook-parameters.ts';

/**
 * Carries out what the options say.
 *
 * @returns the exit code
 * @throws InvalidInput for what is contradictory, unknown or cannot be carried out
 */
export async function remediateAsTold(options: RemediateOptions, registry: readonly Rule[], terminal: Terminal): Promise<0 | 1 | 2> {
  const { format, output, parameters, organizationPolicies } = options;
  refuseSharedFiles({
    parameters,
    'runbook-parameters': options.runbookParameters,
    'organization-policies': organizationPolicies,
    output,
  });
  const document = documentOf(ruleOf(options.rule, registry), registry);
  const [rule] = await chosenRules(registry, { rules: options.rule, parameters, closedRegions: [] });
  if (!rule) throw new Error(`no rule was chosen by ${options.rule}`);
  const ofRunbook = await runbookParameters(document, rule, options.runbookParameters);
  const isAsked = !options.dryRun && !options.yes;
  if (isAsked && !canAsk(terminal))
    throw new InvalidInput('nobody can be asked without a terminal: give --yes to go on unasked, or --dry-run to see what would change');
  const place = await enteredPlace({
    account: options.account,
    region: options.region,
    assumeRole: options.assumeRole,
    organizationPolicies,
  });
  return remediate(
    {
      rule,
      document,
      parameters: ofRunbook,
      place,
      resources: options.resource,
      isDryRun: options.dryRun ?? false,
      yes: options.yes ?? false,
    },
    await narrative({ format, output, isAsked }, terminal),
    terminal,
  );
}

/** @throws InvalidInput for a rule without a runbook */
function documentOf(rule: Rule, registry: readonly Rule[]): AutomationDocument {
  const { remediation } = rule;
  if (!remediation) {
    const others = registry.filter((each) => each.remediation).map(({ id }) => id);
    throw new InvalidInput(`no runbook puts ${rule.id} right; by hand: ${rule.fix}; rules with a runbook: ${others.join(', ') || 'none'}`);
  }
  const document = documents.find(({ runbook }) => runbook.id === remediation.id);
  if (!document) throw new Error(`runbook ${remediation.id} has no document`);
  return document;
}
