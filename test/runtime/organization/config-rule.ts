import { ConfigServiceClient, GetComplianceDetailsByConfigRuleCommand, type EvaluationResult } from '@aws-sdk/client-config-service';
import type { Emulator } from '../../emulator/emulator.ts';

/** A rule of AWS Config in one Region of one account. */
export interface ConfigRule {
  readonly account: string;
  readonly region: string;
  /** Id of ours, and name of AWS Config's. */
  readonly rule: string;
}

/** What AWS Config sends on schedule. */
export async function scheduledEvent(emulator: Emulator, { account, region, rule }: ConfigRule): Promise<object> {
  const invokingEvent = {
    awsAccountId: account,
    notificationCreationTime: new Date().toISOString(),
    messageType: 'ScheduledNotification',
    recordVersion: '1.0',
  };
  return {
    version: '1.0',
    invokingEvent: JSON.stringify(invokingEvent),
    ruleParameters: '{}',
    resultToken: await emulator.resultToken({ account, region, configRuleName: rule }),
    eventLeftScope: false,
    executionRoleArn: `arn:aws:iam::${account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
    configRuleArn: `arn:aws:config:${region}:${account}:config-rule/config-rule-a1b2c3`,
    configRuleName: rule,
    configRuleId: 'config-rule-a1b2c3',
    accountId: account,
  };
}

/** A result as AWS Config keeps it. */
export interface KeptResult {
  readonly type: string;
  readonly id: string;
  readonly compliance: string;
  readonly annotation: string | undefined;
}

/** What AWS Config shows of a rule, every page. It does not show what is not applicable. */
export async function shownResults(emulator: Emulator, { account, region, rule }: ConfigRule): Promise<KeptResult[]> {
  const client = emulator.client(account, region, ConfigServiceClient);
  const shown: EvaluationResult[] = [];
  let NextToken: string | undefined;
  do {
    const answer = await client.send(new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: rule, NextToken }));
    shown.push(...(answer.EvaluationResults ?? []));
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return shown.map(({ EvaluationResultIdentifier, ComplianceType = '', Annotation }) => {
    const { ResourceType = '', ResourceId = '' } = EvaluationResultIdentifier?.EvaluationResultQualifier ?? {};
    return { type: ResourceType, id: ResourceId, compliance: ComplianceType, annotation: Annotation };
  });
}

/** What was reported as not applicable, of every rule, which only the emulator tells. */
export async function hiddenResults(emulator: Emulator): Promise<(ConfigRule & { readonly result: KeptResult })[]> {
  const reported = await emulator.reportedResults();
  return reported
    .filter(({ ComplianceType }) => ComplianceType === 'NOT_APPLICABLE')
    .map(({ account, region, configRuleName, ComplianceResourceType, ComplianceResourceId, ComplianceType, Annotation }) => {
      const result = { type: ComplianceResourceType, id: ComplianceResourceId, compliance: ComplianceType, annotation: Annotation };
      return { account, region, rule: configRuleName, result };
    });
}
