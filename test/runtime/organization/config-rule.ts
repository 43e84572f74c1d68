import { ConfigServiceClient, GetComplianceDetailsByConfigRuleCommand, type EvaluationResult } from '@aws-sdk/client-config-service';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Emulator } from '../../emulator/emulator.ts';

/** A rule of AWS Config in one Region of one account. */
export interface ConfigRule {
  readonly account: string;
  readonly region: string;
  /** Id of the rule that its function judges by. */
  readonly rule: string;
  /** What AWS Config calls it. */
  readonly name: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/**
 * What AWS Config takes as the parameters of a rule, in characters.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigRule.html
 */
const parametersLength = 1_024;

/** What AWS Config sends on schedule. */
export async function scheduledEvent(emulator: Emulator, configRule: ConfigRule): Promise<object> {
  const { account, region, name } = configRule;
  const invokingEvent = {
    awsAccountId: account,
    notificationCreationTime: new Date().toISOString(),
    messageType: 'ScheduledNotification',
    recordVersion: '1.0',
  };
  return {
    version: '1.0',
    invokingEvent: JSON.stringify(invokingEvent),
    ruleParameters: await ruleParameters(emulator, configRule),
    resultToken: await emulator.resultToken({ account, region, configRuleName: name }),
    eventLeftScope: false,
    executionRoleArn: `arn:aws:iam::${account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
    configRuleArn: `arn:aws:config:${region}:${account}:config-rule/config-rule-a1b2c3`,
    configRuleName: name,
    configRuleId: 'config-rule-a1b2c3',
    accountId: account,
  };
}

/** Parameters as the texts that AWS Config hands over; where they are too long for it, they are put into SSM and none are handed over. */
async function ruleParameters(emulator: Emulator, { account, region, rule, parameters = {} }: ConfigRule): Promise<string> {
  const texts = Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)]);
  const together = JSON.stringify(Object.fromEntries(texts));
  if (together.length <= parametersLength) return together;
  const ssm = emulator.client(account, region, SSMClient);
  for (const [name, Value] of texts) {
    const Name = `/bedrock-logging/parameters/${rule}/${name}`;
    await ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }));
  }
  return '{}';
}

/** A result as AWS Config keeps it. */
export interface KeptResult {
  readonly type: string;
  readonly id: string;
  readonly compliance: string;
  readonly annotation: string | undefined;
}

/** What AWS Config shows of a rule, every page. It does not show what is not applicable. */
export async function shownResults(emulator: Emulator, { account, region, name }: ConfigRule): Promise<KeptResult[]> {
  const client = emulator.client(account, region, ConfigServiceClient);
  const shown: EvaluationResult[] = [];
  let NextToken: string | undefined;
  do {
    const answer = await client.send(new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: name, NextToken }));
    shown.push(...(answer.EvaluationResults ?? []));
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return shown.map(({ EvaluationResultIdentifier, ComplianceType = '', Annotation }) => {
    const { ResourceType = '', ResourceId = '' } = EvaluationResultIdentifier?.EvaluationResultQualifier ?? {};
    return { type: ResourceType, id: ResourceId, compliance: ComplianceType, annotation: Annotation };
  });
}

/** A result that AWS Config does not show, and the rule it is of. */
export type HiddenResult = Pick<ConfigRule, 'account' | 'region' | 'name'> & { readonly result: KeptResult };

/** What was reported as not applicable, of every rule, which only the emulator tells. */
export async function hiddenResults(emulator: Emulator): Promise<HiddenResult[]> {
  const reported = await emulator.reportedResults();
  return reported
    .filter(({ ComplianceType }) => ComplianceType === 'NOT_APPLICABLE')
    .map(({ account, region, configRuleName, ComplianceResourceType, ComplianceResourceId, ComplianceType, Annotation }) => {
      const result = { type: ComplianceResourceType, id: ComplianceResourceId, compliance: ComplianceType, annotation: Annotation };
      return { account, region, name: configRuleName, result };
    });
}
