import type { Stack } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnEventInvokeConfig, CfnFunction, CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup, CfnMetricFilter } from 'aws-cdk-lib/aws-logs';
import { CfnParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { pascalCase } from '../remediation/pascal-case.ts';
import { lastLine } from '../src/reconciler/handler.ts';
import { recordPath } from '../src/reconciler/region-record.ts';
import { alertTopic } from './alert-topic.ts';
import { artefactBucketOf, logGroupOf, packName, reconcilerName, stackNames } from '../src/organization/names.ts';
import type { Organization } from '../src/organization/organization-file.ts';
import { plainStack } from './plain-stack.ts';
import { reconcilerRole } from './reconciler-role.ts';

/** What the stack of the reconciler is made of: keys in the artefact buckets. */
export interface ReconcilerKeys {
  readonly code: string;
  /** The template of the pack. */
  readonly pack: string;
}

/** Half an hour, in seconds: two runs. */
const halfHour = 1_800;

/**
 * The reconciler, in the home Region: a function that looks at the pack of every Region and puts it again where it came before the functions, what it keeps
 * of each Region, and an alarm for what it cannot mend.
 */
export function reconcilerStack(scope: Construct, organization: Organization, keys: ReconcilerKeys): Stack {
  const { administratorAccount: account, homeRegion: region, regions, functionLogs, alertEmail } = organization;
  const stack = plainStack(
    scope,
    'reconciler',
    'Puts the conformance pack of the organisation again where it came before the functions of an account.',
    { account, region },
    stackNames.reconciler,
  );
  const logs = new CfnLogGroup(stack, 'Logs', {
    logGroupName: logGroupOf(reconcilerName),
    retentionInDays: functionLogs.retentionDays,
    ...(functionLogs.key !== undefined && { kmsKeyId: functionLogs.key.replace('<region>', region) }),
  });
  for (const each of regions) addRecord(stack, each);
  const role = reconcilerRole(stack, organization, keys.pack);
  const made = new CfnFunction(stack, 'Function', {
    functionName: reconcilerName,
    description: 'Puts the conformance pack again where it came before the functions of an account.',
    code: { s3Bucket: artefactBucketOf(organization, region), s3Key: keys.code },
    handler: 'index.handler',
    runtime: 'nodejs24.x',
    architectures: ['arm64'],
    memorySize: 256,
    // Less than the time between two runs, so that there is never more than one.
    timeout: 600,
    role: role.attrArn,
    loggingConfig: { logGroup: logGroupOf(reconcilerName) },
  });
  made.addResourceDependency(logs);
  addSchedule(stack, made, organization, keys);
  const metric = { metricName: 'RegionsWithoutRules', metricNamespace: 'BedrockLogging' };
  const filter = new CfnMetricFilter(stack, 'Attention', {
    logGroupName: logGroupOf(reconcilerName),
    filterPattern: `{ $.message = "${lastLine}" }`,
    metricTransformations: [{ ...metric, metricValue: '$.attention' }],
  });
  filter.addResourceDependency(logs);
  const topic = alertEmail === undefined ? undefined : alertTopic(stack, organization, alertEmail);
  new CfnAlarm(stack, 'Alarm', {
    alarmName: reconcilerName,
    alarmDescription:
      'Accounts have been without rules for a day, or the reconciler cannot see or put the pack, or does not run. Its log says where; bedrock-logging org doctor says why.',
    metricName: metric.metricName,
    namespace: metric.metricNamespace,
    statistic: 'Maximum',
    period: halfHour,
    evaluationPeriods: 2,
    threshold: 1,
    comparisonOperator: 'GreaterThanOrEqualToThreshold',
    treatMissingData: 'breaching',
    ...(topic && { alarmActions: [topic.ref], okActions: [topic.ref] }),
  });
  return stack;
}

function addRecord(stack: Stack, region: string): void {
  new CfnParameter(stack, `${pascalCase(region)}Record`, {
    name: recordPath(region),
    type: 'String',
    // Written by the function from then on; a deployment changes it only together with this text.
    value: '{}',
    description: `What the reconciler knows of ${region}.`,
  });
}

function addSchedule(stack: Stack, made: CfnFunction, organization: Organization, { pack }: ReconcilerKeys): void {
  const { regions } = organization;
  const event = { pack: packName, template: `s3://${artefactBucketOf(organization, '<region>')}/${pack}`, regions };
  const schedule = new CfnRule(stack, 'Schedule', {
    name: reconcilerName,
    description: 'Starts the reconciler.',
    scheduleExpression: 'rate(15 minutes)',
    state: 'ENABLED',
    targets: [{ id: 'reconciler', arn: made.attrArn, input: JSON.stringify(event) }],
  });
  new CfnPermission(stack, 'Permission', {
    functionName: made.ref,
    action: 'lambda:InvokeFunction',
    principal: 'events.amazonaws.com',
    sourceAccount: stack.account,
    sourceArn: schedule.attrArn,
  });
  // The next run is near, and tries everything again.
  new CfnEventInvokeConfig(stack, 'Invocations', {
    functionName: made.ref,
    qualifier: '$LATEST',
    maximumRetryAttempts: 0,
    maximumEventAgeInSeconds: 600,
  });
}
