import type { Rule } from '../src/engine/rule.ts';
import { valueOf } from './conditional.ts';
import { functionExport } from './names.ts';
import type { RuleParameter } from './rule-parameters.ts';
import type { ConfigRule } from './template.ts';

/**
 * A rule as AWS Config takes it. Its function is that of the account and Region the pack is deployed to: the ARN is what the stack of the functions exports,
 * which is how AWS documents references from packs (U-01). Security Hub is taken to show what it reports (U-03).
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/cpack-prerequisites.html
 */
export function configRule(rule: Rule, parameters: readonly RuleParameter[]): ConfigRule {
  return {
    Type: 'AWS::Config::ConfigRule',
    Properties: {
      ConfigRuleName: rule.id,
      Description: rule.title,
      InputParameters: Object.fromEntries(parameters.map(({ name, packName, packParameter }) => [name, valueOf(packName, packParameter)])),
      Source: {
        Owner: 'CUSTOM_LAMBDA',
        SourceIdentifier: { 'Fn::ImportValue': functionExport(rule.id) },
        SourceDetails: [{ EventSource: 'aws.config', MessageType: 'ScheduledNotification', MaximumExecutionFrequency: rule.trigger.every }],
      },
    },
  };
}
