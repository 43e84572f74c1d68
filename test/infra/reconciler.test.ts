import { App } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { reconcilerStack } from '../../infra/reconciler-stack.ts';
import { parseScheduleEvent, templateIn } from '../../src/reconciler/schedule-event.ts';
import { decide } from '../../src/policy/decide.ts';
import { bedrockRegions } from '../../src/facts/bedrock-regions.ts';
import { exampleWith, ofType, type Template } from './example.ts';

const pack = `pack/${'a'.repeat(64)}.yaml`;
const account = '123456789012';

/** The template as CloudFormation would see it, with names in the place of references. */
function templateOf(change: Readonly<Record<string, unknown>> = {}): Template {
  const app = new App({ builtinCloudFormationValidation: false });
  const stack = reconcilerStack(app, exampleWith(change), { code: 'functions/reconciler/x.zip', pack });
  return app.synth().getStackByName(stack.stackName).template as Template;
}

const template = templateOf();
const only = (type: string, of = template): Readonly<Record<string, unknown>> => {
  const [found, ...more] = ofType(of, type);
  if (!found || more.length > 0) throw new Error(`${more.length + 1} of ${type}`);
  return found[1].Properties;
};

/** Pseudo parameters as they are in the administrator's account. */
const settled = (value: unknown): object =>
  JSON.parse(
    JSON.stringify(value)
      .replaceAll(/\{"Fn::Sub":("[^"]*")\}/g, '$1')
      .replaceAll('${AWS::Partition}', 'aws')
      .replaceAll('${AWS::AccountId}', account),
  ) as object;

const role = only('AWS::IAM::Role');
const policies = (role['Policies'] as { PolicyDocument: object }[]).map(({ PolicyDocument }) => settled(PolicyDocument));
const own = (service: string, resource: string, region = 'eu-central-1') => `arn:aws:${service}:${region}:${account}:${resource}`;

it.each([
  [
    'granted',
    'config:PutOrganizationConformancePack',
    own('config', 'organization-conformance-pack/bedrock-logging-abcdefgh', 'us-east-1'),
  ],
  ['denied', 'config:PutOrganizationConformancePack', own('config', 'organization-conformance-pack/another-abcdefgh', 'us-east-1')],
  [
    'denied',
    'config:PutOrganizationConformancePack',
    own('config', 'organization-conformance-pack/bedrock-logging-abcdefgh', 'ap-south-1'),
  ],
  ['denied', 'config:DeleteOrganizationConformancePack', own('config', 'organization-conformance-pack/bedrock-logging-abcdefgh')],
  ['granted', 's3:GetObject', `arn:aws:s3:::bedrock-logging-artefacts-123456789012-us-east-1/${pack}`],
  ['denied', 's3:GetObject', 'arn:aws:s3:::bedrock-logging-artefacts-123456789012-us-east-1/functions/x.zip'],
  ['denied', 's3:PutObject', `arn:aws:s3:::bedrock-logging-artefacts-123456789012-us-east-1/${pack}`],
  ['granted', 'ssm:PutParameter', own('ssm', 'parameter/bedrock-logging/reconciler/us-east-1')],
  ['denied', 'ssm:PutParameter', own('ssm', 'parameter/bedrock-logging/exemptions/list-001')],
  ['denied', 'ssm:PutParameter', own('ssm', 'parameter/bedrock-logging/parameters/bedrock-log-readers-restricted/allowedReaders')],
  ['denied', 'lambda:UpdateFunctionCode', own('lambda', 'function:bedrock-log-destinations-exist')],
  ['denied', 'iam:PutRolePolicy', 'arn:aws:iam::123456789012:role/bedrock-logging-reconciler'],
  ['denied', 'sts:AssumeRole', 'arn:aws:iam::444455556666:role/any'],
  ['granted', 'logs:PutLogEvents', own('logs', 'log-group:/aws/lambda/bedrock-logging-reconciler:log-stream:2026/11/27/1')],
] as const)('%s: the reconciler to %s on %s', (verdict, action, resource) => {
  const principalArn = 'arn:aws:iam::123456789012:role/bedrock-logging-reconciler';
  const context = { 'aws:RequestedRegion': resource.split(':')[3] || 'eu-central-1' };
  expect(decide({ identityPolicies: policies, principalArn, accountId: account, action, resource, context }).verdict).toBe(verdict);
});

it.each([
  ['granted', 'lambda.amazonaws.com', account],
  ['denied', 'lambda.amazonaws.com', '111122223333'],
  ['denied', 'events.amazonaws.com', account],
] as const)('%s: %s takes on its role for account %s', (verdict, principalArn, source) => {
  const asked = { action: 'sts:AssumeRole', resource: 'arn:aws:iam::123456789012:role/bedrock-logging-reconciler', accountId: account };
  const resourcePolicy = settled(role['AssumeRolePolicyDocument']);
  const context = { 'aws:SourceAccount': source };
  expect(decide({ identityPolicies: [], resourcePolicy, principalArn, context, ...asked }).verdict).toBe(verdict);
});

it('the schedule hands over what the handler takes', () => {
  const { Targets, ScheduleExpression } = only('AWS::Events::Rule') as { Targets: { Input: string }[]; ScheduleExpression: string };
  expect(ScheduleExpression).toBe('rate(15 minutes)');
  const event = parseScheduleEvent(JSON.parse(Targets[0]?.Input ?? ''));
  expect(event).toMatchObject({ pack: 'bedrock-logging', regions: ['eu-central-1', 'eu-west-1', 'us-east-1'] });
  expect(templateIn(event.template, 'us-east-1')).toBe(`s3://bedrock-logging-artefacts-123456789012-us-east-1/${pack}`);
});

it('the alarm hears of every run, and of none', () => {
  expect(only('AWS::Logs::MetricFilter')).toMatchObject({
    FilterPattern: '{ $.message = "reconciled" }',
    MetricTransformations: [{ MetricName: 'RegionsWithoutRules', MetricNamespace: 'BedrockLogging', MetricValue: '$.attention' }],
  });
  expect(only('AWS::CloudWatch::Alarm')).toMatchObject({
    MetricName: 'RegionsWithoutRules',
    Namespace: 'BedrockLogging',
    Threshold: 1,
    TreatMissingData: 'breaching',
    AlarmActions: [{ Ref: 'Alerts' }],
  });
});

it('the topic is encrypted, tells the address of the organisation file, and takes alarms of this account alone', () => {
  expect(only('AWS::SNS::Topic')).toMatchObject({ KmsMasterKeyId: { Ref: 'AlertKey' } });
  expect(only('AWS::SNS::Subscription')).toMatchObject({ Protocol: 'email', Endpoint: 'cloud-platform@example.com' });
  expect(JSON.stringify(only('AWS::KMS::Key')['KeyPolicy'])).not.toContain('kms:*');
  const topic = own('sns', 'bedrock-logging-reconciler');
  const resourcePolicy = JSON.parse(
    JSON.stringify(only('AWS::SNS::TopicPolicy')['PolicyDocument']).replaceAll('{"Ref":"Alerts"}', JSON.stringify(topic)),
  ) as object;
  const verdict = (principalArn: string, alarm: string, source: string) =>
    decide({
      identityPolicies: [],
      resourcePolicy,
      principalArn,
      accountId: account,
      action: 'sns:Publish',
      resource: topic,
      context: { 'aws:SourceAccount': source, 'aws:SourceArn': own('cloudwatch', `alarm:${alarm}`), 'aws:SecureTransport': 'true' },
    }).verdict;
  expect(verdict('cloudwatch.amazonaws.com', 'bedrock-logging-reconciler', account)).toBe('granted');
  expect(verdict('cloudwatch.amazonaws.com', 'another', account)).toBe('denied');
  expect(verdict('cloudwatch.amazonaws.com', 'bedrock-logging-reconciler', '111122223333')).toBe('denied');
  expect(verdict('events.amazonaws.com', 'bedrock-logging-reconciler', account)).toBe('denied');
});

it('without an address there is an alarm and no topic', () => {
  const quiet = templateOf({ alertEmail: undefined });
  expect(only('AWS::CloudWatch::Alarm', quiet)).not.toHaveProperty('AlarmActions');
  expect(ofType(quiet, 'AWS::SNS::Topic')).toEqual([]);
  expect(ofType(quiet, 'AWS::KMS::Key')).toEqual([]);
});

it('has the boundary, the retention and the key of the organisation file', () => {
  const key = 'arn:aws:kms:<region>:123456789012:key/mrk-0123456789abcdef0123456789abcdef';
  const changed = templateOf({ permissionsBoundary: 'workload-boundary', functionLogs: { retentionDays: 365, key } });
  expect(only('AWS::IAM::Role', changed)['PermissionsBoundary']).toEqual({
    'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/workload-boundary',
  });
  expect(only('AWS::Logs::LogGroup', changed)).toMatchObject({
    LogGroupName: '/aws/lambda/bedrock-logging-reconciler',
    RetentionInDays: 365,
    KmsKeyId: key.replace('<region>', 'eu-central-1'),
  });
});

it('its role and its schedule have room for every Region', () => {
  const everyRegion = bedrockRegions['aws'] ?? [];
  const everywhere = templateOf({ regions: everyRegion, closedRegions: [] });
  expect(everyRegion.length).toBeGreaterThan(25);
  const [{ PolicyDocument } = { PolicyDocument: {} }] = only('AWS::IAM::Role', everywhere)['Policies'] as { PolicyDocument: object }[];
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  expect(JSON.stringify(settled(PolicyDocument)).length).toBeLessThanOrEqual(10_240);
  const { Targets } = only('AWS::Events::Rule', everywhere) as { Targets: { Input: string }[] };
  // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html
  expect(Targets[0]?.Input.length).toBeLessThanOrEqual(8_192);
});

it('keeps a record of every Region', () => {
  expect(ofType(template, 'AWS::SSM::Parameter').map(([, { Properties }]) => Properties['Name'])).toEqual(
    ['eu-central-1', 'eu-west-1', 'us-east-1'].map((region) => `/bedrock-logging/reconciler/${region}`),
  );
});
