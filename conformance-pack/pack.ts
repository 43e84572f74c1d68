import type { ConfiguredRule } from '../src/engine/parameters.ts';
import { givenConditions } from './conditional.ts';
import { configRule } from './config-rule.ts';
import { remediationLogicalId, ruleLogicalId } from './names.ts';
import { quotas } from './quotas.ts';
import { refuseDifferentValues, refuseMoreThan, refuseWithoutFoundation } from './refusals.ts';
import { remediationConfiguration, remediationParameters } from './remediation-configuration.ts';
import type { RemediationPlace } from './role-arn.ts';
import { ruleParameters } from './rule-parameters.ts';
import type { PackParameter, PackResource, PackTemplate } from './template.ts';

/**
 * The conformance pack of these rules, with their values as the defaults of its parameters.
 *
 * @throws InvalidInput for rules and values that AWS Config would not take, and for a selection without the rules that others refer to
 */
export function packTemplate(configured: readonly ConfiguredRule[], place: RemediationPlace): PackTemplate {
  const rules = configured.map(({ rule }) => rule);
  refuseWithoutFoundation(rules.map(({ id }) => id));
  refuseMoreThan(quotas.rules, rules.length, 'rules');
  const known = ruleParameters(configured);
  const parameters: Record<string, PackParameter> = {};
  const resources: Record<string, PackResource> = {};
  for (const rule of rules) {
    const own = known.get(rule.id) ?? [];
    for (const { packName, packParameter } of own) {
      refuseDifferentValues(packName, packParameter, parameters[packName]);
      parameters[packName] = packParameter;
    }
    resources[ruleLogicalId(rule.id)] = configRule(rule, own);
    if (!rule.remediation) continue;
    Object.assign(parameters, remediationParameters(rule, rule.remediation));
    resources[remediationLogicalId(rule.id)] = remediationConfiguration(rule, rule.remediation, own, place);
  }
  refuseMoreThan(quotas.parameters, Object.keys(parameters).length, 'parameters');
  return {
    Description: 'Rules that judge how Amazon Bedrock model invocations are logged. Rendered from the registry of rules.',
    Parameters: parameters,
    Conditions: givenConditions(parameters),
    Resources: resources,
  };
}
