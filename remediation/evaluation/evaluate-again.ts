import type { Step } from '../automation-document.ts';
import type { Permission } from '../permission.ts';
import { returned, scriptStep } from '../script-step.ts';

/**
 * The last step: has AWS Config look again. It takes one call a minute; where it refuses, the rules run when they are due.
 *
 * @param rules ids of the rules that judge what the document changes
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_StartConfigRulesEvaluation.html
 */
export const evaluateAgain = (rules: readonly string[]): Step =>
  scriptStep({
    name: 'evaluateAgain',
    description: 'Asks AWS Config to evaluate again.',
    script: ['evaluation/evaluate_again.py'],
    handler: 'evaluate_again',
    payload: { DryRun: '{{ DryRun }}', Rules: rules },
    outputs: returned({ Rules: 'StringList' }),
    isCritical: false,
    isEnd: true,
  });

/** Ids of the rules that judge the configuration of logging, for documents that may change all of it. */
export const everyRule: readonly string[] = [
  'bedrock-invocation-logging-enabled',
  'bedrock-log-buckets-block-public-access',
  'bedrock-log-destinations-encrypted',
  'bedrock-log-destinations-exist',
  'bedrock-log-readers-restricted',
  'bedrock-log-retention-within-limits',
];

export const evaluationPermissions: readonly Permission[] = [
  { to: 'find the rules by the names that packs gave them', actions: ['config:DescribeConfigRules'], resources: ['*'] },
  {
    to: 'have them evaluated again',
    actions: ['config:StartConfigRulesEvaluation'],
    resources: ['arn:${AWS::Partition}:config:*:${AWS::AccountId}:config-rule/*'],
  },
];
