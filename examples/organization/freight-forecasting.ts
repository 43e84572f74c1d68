import { accountKey, oneLogGroup } from './landing-zone.ts';
import { applicationRole, managedByAws } from './landing-zone-identities.ts';
import { allow, policy } from './policy-document.ts';
import type { SampleAccount } from './sample-account.ts';
import type { ManagedPolicy, SampleRole } from './sample-identities.ts';

const account = '000000000005';
const name = '/forecasting/bedrock';
const lanes = '/northpike/lanes/';

const databaseAdministrator = managedByAws(
  'DatabaseAdministrator',
  '/job-function/',
  allow(['cloudwatch:*', 'rds:*', 'redshift:*'], '*'),
  allow(['logs:DescribeLogGroups', 'logs:DescribeLogStreams', 'logs:GetLogEvents'], '*'),
);

const logsReadOnly = managedByAws(
  'CloudWatchLogsReadOnlyAccess',
  '/',
  allow(['logs:Describe*', 'logs:Get*', 'logs:List*', 'logs:StartQuery', 'logs:FilterLogEvents', 'logs:StartLiveTail'], '*'),
);

const forecasting: ManagedPolicy = {
  name: 'Forecasting',
  path: lanes,
  owner: 'account',
  document: policy(
    allow('s3:GetObject', 'arn:aws:s3:::northpike-freight-rates/*', { Sid: 'Rates' }),
    allow(['logs:FilterLogEvents', 'logs:GetLogEvents'], `arn:aws:logs:*:${account}:log-group:*`, { Sid: 'OwnLogs' }),
  ),
};

export const freightForecasting: SampleAccount = {
  account,
  name: 'freight-forecasting',
  story:
    'Logs in CloudWatch only; whoever set up a Region chose a retention of his own, or none, and the role of every shipping lane reads every log group.',
  identities: { roles: Array.from({ length: 212 }, (_, lane) => laneRole(lane + 1)) },
  regions: {
    'eu-central-1': oneLogGroup(account, 'eu-central-1', name, group('eu-central-1', 365)),
    'eu-north-1': oneLogGroup(account, 'eu-north-1', name, group('eu-north-1', 3653)),
    'eu-west-1': oneLogGroup(account, 'eu-west-1', name, { retentionInDays: 30, logGroupClass: 'STANDARD' }),
    'us-east-1': oneLogGroup(account, 'us-east-1', name, { kmsKeyId: accountKey(account, 'us-east-1'), logGroupClass: 'STANDARD' }),
  },
};

/** The role of a shipping lane's forecast: the oldest came with a database, the next read their logs, and the last share a policy of the team's own. */
function laneRole(lane: number): SampleRole {
  const reading = lane <= 30 ? databaseAdministrator : lane <= 100 ? logsReadOnly : forecasting;
  const role = applicationRole(`Lane${String(lane).padStart(3, '0')}`, { attached: [reading] });
  return { ...role, path: lanes };
}

function group(region: string, retentionInDays: number) {
  return { retentionInDays, kmsKeyId: accountKey(account, region), logGroupClass: 'STANDARD' };
}
