import { actionResources, reporting } from '../src/lambda/action-resources.ts';

/** Actions that a role has on `*`, and why IAM takes nothing narrower. Those of the functions' facts are known already. */
const onAnything: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries({ ...actionResources, 'config:PutEvaluations': reporting }).flatMap(([action, { whyAny }]) =>
      whyAny === undefined ? [] : [[action, whyAny]],
    ),
  ),
  ...Object.fromEntries(
    [
      'bedrock:DeleteModelInvocationLoggingConfiguration',
      'bedrock:PutModelInvocationLoggingConfiguration',
      'config:DescribeConfigRules',
      'iam:GetAccountSummary',
      'iam:ListGroups',
      'iam:ListRoles',
      'iam:ListUsers',
      'kms:CreateKey',
      'ssm:DescribeAutomationExecutions',
    ].map((action) => [action, 'it is about no resource that there is already']),
  ),
  'organizations:ListDelegatedAdministrators': 'AWS defines no resource type for it',
  ...Object.fromEntries(
    ['Group', 'Role', 'User']
      .flatMap((kind) => [`iam:Attach${kind}Policy`, `iam:Detach${kind}Policy`])
      .map((action) => [
        action,
        'whom a policy is attached to is known when the runbook runs; its condition allows one policy of ours alone',
      ]),
  ),
};

/** Parts of ARNs behind the account that have a wildcard, by service, and why. */
const named: readonly (readonly [service: string, resource: RegExp, why: string])[] = [
  ['s3', /^\*$/, 'which bucket is a destination is configured in Amazon Bedrock after the deployment'],
  ['s3', /^accesspoint\/\*$/, 'any access point may lead to a destination'],
  ['kms', /^(key|alias)\/\*$/, 'which key encrypts a destination is configured after the deployment'],
  ['oam', /^link\/\*$/, 'AWS gives links their ids'],
  ['logs', /^log-group:\*$/, 'which log group is a destination is configured in Amazon Bedrock after the deployment'],
  ['logs', /^log-group:\/aws\/lambda\/[a-z-]+:log-stream:\*$/, 'AWS Lambda names the streams of a log group'],
  ['iam', /^(role|user|group|policy)\/\*$/, 'who reads logs, and by which policy, is known when it is looked at'],
  ['iam', /^role\/BedrockLogsDelivery-\*$/, 'the runbook makes a role for each Region'],
  ['iam', /^policy\/BedrockLoggingDenyLogReaders-\*$/, 'the runbook makes a policy for each destination'],
  ['config', /^organization-conformance-pack\/bedrock-logging-\*$/, 'AWS Config adds letters to the name of a pack'],
  ['config', /^config-rule\/\*$/, 'AWS Config gives rules their ids when it makes them'],
  ['ssm', /^automation-execution\/\*$/, 'Systems Manager gives executions their ids when it starts them'],
  ['ssm', /^parameter\/bedrock-logging\/parameters\/[a-z-]+\/\*$/, 'a rule may have any of its parameters there'],
];

/**
 * Why a resource of a statement has a wildcard; empty when it has none.
 *
 * @returns `undefined` when nobody has written down why
 */
export function whyWildcard(actions: readonly string[], resource: string): readonly string[] | undefined {
  if (!resource.includes('*')) return [];
  if (resource === '*') {
    const why = actions.map((action) => onAnything[action]);
    return why.every((one) => one !== undefined) ? [...new Set(why)] : undefined;
  }
  const [service = '', region = '', account = '', ...rest] = partsOf(resource);
  const name = rest.join(':');
  const why = name.includes('*') ? named.find(([of, pattern]) => of === service && pattern.test(name))?.[2] : '';
  if (why === undefined || (account.includes('*') && service !== 'kms')) return undefined;
  return [
    ...(region === '*' ? ['the role serves every Region of its account'] : []),
    ...(account === '*' ? ['a key of another account may be allowed, and its own policy decides as well'] : []),
    ...(why === '' ? [] : [why]),
  ];
}

/** The parts of an ARN from its service on; colons within references part nothing. */
const partsOf = (arn: string): string[] =>
  arn
    .replaceAll(/\$\{[^}]*\}/g, 'reference')
    .split(':')
    .slice(2);
