import { describe, expect, it } from 'vitest';
import { accessPointPolicies } from '../../src/facts/access-point-policies.ts';
import { accountAuthorization } from '../../src/facts/account-authorization.ts';
import { accountSubscriptions } from '../../src/facts/account-subscriptions.ts';
import { bucketAccessPoints } from '../../src/facts/bucket-access-points.ts';
import { bucketAcl } from '../../src/facts/bucket-acl.ts';
import { bucketEncryption } from '../../src/facts/bucket-encryption.ts';
import { bucketHolder } from '../../src/facts/bucket-holder.ts';
import { bucketLifecycle } from '../../src/facts/bucket-lifecycle.ts';
import { bucketObjectLock } from '../../src/facts/bucket-object-lock.ts';
import { bucketOwnership } from '../../src/facts/bucket-ownership.ts';
import { bucketPolicy } from '../../src/facts/bucket-policy.ts';
import { bucketPolicyStatus } from '../../src/facts/bucket-policy-status.ts';
import { bucketVersioning } from '../../src/facts/bucket-versioning.ts';
import { bucketWebsite } from '../../src/facts/bucket-website.ts';
import type { Fact } from '../../src/facts/fact.ts';
import { iamRole } from '../../src/facts/iam-role.ts';
import { bedrockResources } from '../../src/facts/bedrock-resources.ts';
import { invocationActivity } from '../../src/facts/invocation-activity.ts';
import { invocationLogging } from '../../src/facts/invocation-logging.ts';
import { keyGrants } from '../../src/facts/key-grants.ts';
import { keyPolicy } from '../../src/facts/key-policy.ts';
import { kmsKey } from '../../src/facts/kms-key.ts';
import { logGroup } from '../../src/facts/log-group.ts';
import { logSubscriptions } from '../../src/facts/log-subscriptions.ts';
import { oamLinks } from '../../src/facts/oam-links.ts';
import { ownBucket } from '../../src/facts/own-bucket.ts';
import { accountPublicAccessBlock, bucketPublicAccessBlock } from '../../src/facts/public-access-block.ts';
import { answerWith } from './answering.ts';
import { everyFact } from './every-fact.ts';
import { read } from './read-fact.ts';

const role = 'arn:aws:iam::111122223333:role/Delivery';
const lifecycle = (rule: string) => `<LifecycleConfiguration><Rule>${rule}</Rule></LifecycleConfiguration>`;
const accessControl = (inner: string) => `<AccessControlPolicy>${inner}</AccessControlPolicy>`;
const owner = '<Owner><ID>75aa57f09aa0c8caeab4f8c24e99d10f</ID></Owner>';
const objectLock = (inner: string) => `<ObjectLockConfiguration>${inner}</ObjectLockConfiguration>`;
const authorization = (inner: string) =>
  `<GetAccountAuthorizationDetailsResponse><GetAccountAuthorizationDetailsResult>${inner}</GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>`;
const accessPoint =
  '<AccessPointList><AccessPoint><Name>readers</Name><NetworkOrigin>Internet</NetworkOrigin></AccessPoint></AccessPointList>';
const keyArn = 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-4333-8444-555555555555';
const buckets = (inner: string) => `<ListAllMyBucketsResult>${inner}</ListAllMyBucketsResult>`;

/** Answers that are not what the API documents, with what they would be taken for. */
const cases: readonly (readonly [fact: Fact<unknown>, resource: string, takenFor: string, body: string])[] = [
  [bucketVersioning, 'records', 'never versioned', '<Unexpected/>'],
  [bucketVersioning, 'records', 'never versioned', '<Error><Code>SlowDown</Code></Error>'],
  [bucketVersioning, 'records', 'a state', '<VersioningConfiguration><Status>Maybe</Status></VersioningConfiguration>'],
  [bucketPublicAccessBlock, 'records', 'all four off', '<Unexpected/>'],
  [bucketPublicAccessBlock, 'records', 'all four off', '<PublicAccessBlockConfiguration>all</PublicAccessBlockConfiguration>'],
  [
    bucketPublicAccessBlock,
    'records',
    'a flag that is off',
    '<PublicAccessBlockConfiguration><BlockPublicAcls>on</BlockPublicAcls></PublicAccessBlockConfiguration>',
  ],
  [accountPublicAccessBlock, '', 'all four off', '<Unexpected><BlockPublic>true</BlockPublic></Unexpected>'],
  [bucketPolicyStatus, 'records', 'not public', '<PolicyStatus/>'],
  [bucketPolicyStatus, 'records', 'not public', '<PolicyStatus><IsPublic>perhaps</IsPublic></PolicyStatus>'],
  [bucketPolicyStatus, 'records', 'not public', '<PolicyStatus><IsPublic/></PolicyStatus>'],
  [bucketAcl, 'records', 'no grants', accessControl('')],
  [bucketAcl, 'records', 'no grants', accessControl(owner)],
  [bucketAcl, 'records', 'no grants', accessControl('<AccessControlList/>')],
  [
    bucketAcl,
    'records',
    'a grant to somebody',
    accessControl(`${owner}<AccessControlList><Grant><Permission>READ</Permission></Grant></AccessControlList>`),
  ],
  [bucketOwnership, 'records', 'no ownership', '<OwnershipControls/>'],
  [bucketOwnership, 'records', 'no ownership', '<OwnershipControls><Rule/></OwnershipControls>'],
  [bucketEncryption, 'records', 'no encryption', '<ServerSideEncryptionConfiguration/>'],
  [bucketEncryption, 'records', 'no encryption', '<ServerSideEncryptionConfiguration><Rule/></ServerSideEncryptionConfiguration>'],
  [
    bucketEncryption,
    'records',
    'an algorithm',
    '<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault/></Rule></ServerSideEncryptionConfiguration>',
  ],
  [
    bucketEncryption,
    'records',
    'an algorithm',
    '<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>some</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>',
  ],
  [
    bucketEncryption,
    'records',
    'no Bucket Key',
    '<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>yes</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>',
  ],
  [bucketLifecycle, 'records', 'no rules', '<LifecycleConfiguration/>'],
  [bucketLifecycle, 'records', 'a disabled rule', lifecycle('<Filter/><Expiration><Days>1</Days></Expiration>')],
  [bucketLifecycle, 'records', 'a rule for every key', lifecycle('<Status>Enabled</Status><Expiration><Days>400</Days></Expiration>')],
  [bucketLifecycle, 'records', 'a rule that expires nothing', lifecycle('<Status>Enabled</Status><Filter/><Expiration/>')],
  [
    bucketLifecycle,
    'records',
    'a rule that expires nothing',
    lifecycle('<Status>Enabled</Status><Filter/><Expiration><Days>soon</Days></Expiration>'),
  ],
  [
    bucketLifecycle,
    'records',
    'a rule that expires nothing',
    lifecycle('<Status>Enabled</Status><Filter/><Expiration><Date>soon</Date></Expiration>'),
  ],
  [
    bucketLifecycle,
    'records',
    'a rule that keeps noncurrent versions',
    lifecycle('<Status>Enabled</Status><Filter/><NoncurrentVersionExpiration/>'),
  ],
  [bucketObjectLock, 'records', 'no lock', objectLock('')],
  [bucketObjectLock, 'records', 'no default retention', objectLock('<ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule/>')],
  [
    bucketObjectLock,
    'records',
    'no default retention',
    objectLock('<ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention><Days>x</Days></DefaultRetention></Rule>'),
  ],
  [bucketWebsite, 'records', 'a website', '<WebsiteConfiguration/>'],
  [ownBucket, 'records', 'no such bucket', buckets('')],
  [ownBucket, 'records', 'no such bucket', buckets(owner)],
  [ownBucket, 'records', 'no such bucket', buckets('<Buckets/>')],
  [
    ownBucket,
    'records',
    'no such bucket',
    buckets(`${owner}<Buckets><Bucket><CreationDate>2026-01-15T09:30:00Z</CreationDate></Bucket></Buckets>`),
  ],
  [
    ownBucket,
    'records',
    'another Region',
    buckets(`${owner}<Buckets><Bucket><Name>records</Name><BucketRegion>somewhere</BucketRegion></Bucket></Buckets>`),
  ],
  [bucketAccessPoints, 'records', 'no access points', '<ListAccessPointsResult/>'],
  [
    bucketAccessPoints,
    'records',
    'an access point',
    '<ListAccessPointsResult><AccessPointList><AccessPoint><NetworkOrigin>Internet</NetworkOrigin></AccessPoint></AccessPointList></ListAccessPointsResult>',
  ],
  [accessPointPolicies, 'records', 'no access points', '<ListAccessPointsResult/>'],
  [accessPointPolicies, 'records', 'an access point', `<ListAccessPointsResult>${accessPoint}</ListAccessPointsResult>`],
  [
    accessPointPolicies,
    'records',
    'an access point without a name',
    '<ListAccessPointsResult><AccessPointList><AccessPoint><Bucket>records</Bucket></AccessPoint></AccessPointList></ListAccessPointsResult>',
  ],
  [bucketPolicy, 'records', 'a policy without statements', '{"Version":"2012-10-17"}'],
  [bucketPolicy, 'records', 'a policy', '{"message":"ok"}'],
  [bucketPolicy, 'records', 'a policy', '{"Statement":['],
  [accountAuthorization, '', 'nobody', authorization('')],
  [accountAuthorization, '', 'nobody', authorization('<IsTruncated>false</IsTruncated>')],
  [accountAuthorization, '', 'the last page', authorization('<RoleDetailList/><IsTruncated>perhaps</IsTruncated><Marker>more</Marker>')],
  [accountAuthorization, '', 'the last page', authorization('<RoleDetailList/><IsTruncated>true</IsTruncated>')],
  [accountAuthorization, '', 'a never ending list', authorization('<RoleDetailList/><IsTruncated>true</IsTruncated><Marker>more</Marker>')],
  [accountAuthorization, '', 'a role', authorization('<RoleDetailList><member><RoleName>app</RoleName></member></RoleDetailList>')],
  [accountAuthorization, '', 'a user', authorization('<UserDetailList><member><UserName>ann</UserName></member></UserDetailList>')],
  [iamRole, role, 'another role', '<GetRoleResponse><GetRoleResult><Role><Arn>Delivery</Arn></Role></GetRoleResult></GetRoleResponse>'],
  [iamRole, role, 'a role', '<GetRoleResponse><GetRoleResult><Role/></GetRoleResult></GetRoleResponse>'],
  [invocationLogging, '', 'no destination', '{"loggingConfig":"on"}'],
  [invocationLogging, '', 'no destination', '{"loggingConfig":true}'],
  [invocationLogging, '', 'a bucket', '{"loggingConfig":{"s3Config":{}}}'],
  [invocationLogging, '', 'a bucket', '{"loggingConfig":{"s3Config":"records"}}'],
  [invocationLogging, '', 'a bucket', '{"loggingConfig":{"s3Config":{"bucketName":["records"]}}}'],
  [invocationLogging, '', 'a log group', '{"loggingConfig":{"cloudWatchConfig":{"logGroupName":"prompts"}}}'],
  [invocationLogging, '', 'a flag', '{"loggingConfig":{"textDataDeliveryEnabled":"true"}}'],
  [invocationLogging, '', 'a flag', '{"loggingConfig":{"textDataDeliveryEnabled":1}}'],
  [logGroup, '/prompts', 'no such log group', '{}'],
  [logGroup, '/prompts', 'no such log group', '{"logGroups":{}}'],
  [logGroup, '/prompts', 'no such log group', '{"logGroups":["/prompts"]}'],
  [logGroup, '/prompts', 'no such log group', '{"logGroups":[{}]}'],
  [logGroup, '/prompts', 'a retention', '{"logGroups":[{"logGroupName":"/prompts","retentionInDays":"365"}]}'],
  [logGroup, '/prompts', 'a retention', '{"logGroups":[{"logGroupName":"/prompts","retentionInDays":0}]}'],
  [logGroup, '/prompts', 'a key', '{"logGroups":[{"logGroupName":"/prompts","kmsKeyId":{}}]}'],
  [kmsKey, 'alias/logs', 'a key', '{}'],
  [kmsKey, 'alias/logs', 'a key', '{"KeyMetadata":{"Arn":"arn:aws:kms:us-east-1:111122223333:key/1","AWSAccountId":"111122223333"}}'],
  [
    kmsKey,
    'alias/logs',
    'a key of somebody',
    '{"KeyMetadata":{"Arn":"arn:aws:kms:us-east-1:111122223333:key/1","AWSAccountId":"me","KeyManager":"CUSTOMER","KeyState":"Enabled"}}',
  ],
  [
    kmsKey,
    'alias/logs',
    'a manager',
    '{"KeyMetadata":{"Arn":"arn:aws:kms:us-east-1:111122223333:key/1","AWSAccountId":"111122223333","KeyManager":"ME","KeyState":"Enabled"}}',
  ],
  [keyPolicy, keyArn, 'a policy', '{"PolicyName":"default"}'],
  [keyPolicy, keyArn, 'a policy', '{"Policy":"{}"}'],
  [keyPolicy, keyArn, 'a policy', '{"Policy":{"Statement":[]}}'],
  [keyGrants, keyArn, 'none', '{"Truncated":false}'],
  [keyGrants, keyArn, 'none', '{"Grants":{}}'],
  [keyGrants, keyArn, 'the last page', '{"Grants":[],"Truncated":true}'],
  [keyGrants, keyArn, 'a grant', '{"Grants":[{"GrantId":"1","Operations":["Decrypt"]}]}'],
  [keyGrants, keyArn, 'a grant', '{"Grants":[{"GrantId":"1","GranteePrincipal":"rds.amazonaws.com"}]}'],
  [keyGrants, keyArn, 'a grant', '{"Grants":[{"GranteePrincipal":"rds.amazonaws.com","Operations":["Decrypt"]}]}'],
  [
    keyGrants,
    keyArn,
    'a constraint',
    '{"Grants":[{"GrantId":"1","GranteePrincipal":"a","Operations":[],"Constraints":{"EncryptionContextEquals":{"aws:s3:arn":1}}}]}',
  ],
  [logSubscriptions, '/prompts', 'none', '{}'],
  [logSubscriptions, '/prompts', 'none', '{"subscriptionFilters":null}'],
  [logSubscriptions, '/prompts', 'a filter', '{"subscriptionFilters":[{"filterName":"central"}]}'],
  [
    logSubscriptions,
    '/prompts',
    'a filter',
    '{"subscriptionFilters":[{"destinationArn":"arn:aws:logs:us-east-1:444455556666:destination:c"}]}',
  ],
  [accountSubscriptions, '', 'none', '{}'],
  [accountSubscriptions, '', 'a policy', '{"accountPolicies":[{"policyName":"all"}]}'],
  [accountSubscriptions, '', 'a policy', '{"accountPolicies":[{"policyDocument":"{\\"DestinationArn\\":\\"arn\\"}"}]}'],
  [accountSubscriptions, '', 'a policy', '{"accountPolicies":[{"policyName":"all","policyDocument":{"DestinationArn":"arn"}}]}'],
  [oamLinks, '', 'none', '{"Items":{}}'],
  [oamLinks, '', 'none', '{"NextToken":"more"}'],
  [oamLinks, '', 'a link', '{"Items":[{"Id":"1"}]}'],
  [bedrockResources, 'agent', 'none', '{}'],
  [bedrockResources, 'agent', 'one for each letter', '{"agentSummaries":"many"}'],
  [bedrockResources, 'agent', 'a never ending list', '{"agentSummaries":[],"nextToken":["more"]}'],
  [bedrockResources, 'agent', 'a never ending list', '{"agentSummaries":[],"nextToken":"more"}'],
  [bedrockResources, 'custom model', 'none', '{"modelSummaries":null}'],
  [bedrockResources, 'running batch inference job', 'a running job', '{"invocationJobSummaries":[{}]}'],
  [invocationActivity, '', 'no calls', '{}'],
  [invocationActivity, '', 'no calls', '{"Metrics":[{}]}'],
];

describe('an answer that is not what the API documents', () => {
  const named = cases.map(([fact, resource, takenFor, body]) => [fact.id, takenFor, body, fact, resource] as const);

  it.each(named)('makes %s malformed, not %s: %s', async (_id, _takenFor, body, fact, resource) => {
    answerWith(body);
    await expect(read(fact, resource)).rejects.toMatchObject({ refusal: 'malformed' });
  });
});

describe.each(everyFact)('$fact.id of "$resource"', ({ fact, resource, service }) => {
  const isXml = service === 's3' || service === 'iam';

  it('is malformed when the answer is cut off', async () => {
    answerWith(isXml ? '<Result><Status>Ena' : '{"loggingConfig":{"s3Con');
    await expect(read(fact, resource)).rejects.toMatchObject({ refusal: 'malformed' });
  });

  it('is malformed when the answer is in the other format', async () => {
    answerWith(isXml ? '{}' : '<Result/>');
    await expect(read(fact, resource)).rejects.toMatchObject({ refusal: 'malformed' });
  });

  it('is malformed when a web page answers as XHTML', async () => {
    answerWith('<?xml version="1.0" encoding="UTF-8"?>\n<HTML><body>Sign in</body></HTML>');
    await expect(read(fact, resource)).rejects.toMatchObject({ refusal: 'malformed' });
  });

  it('is malformed when the answer is of another service', async () => {
    answerWith(isXml ? '<Result/>' : '{"message":"ok"}');
    await expect(read(fact, resource)).rejects.toMatchObject({ refusal: 'malformed' });
  });

  it('is unreadable when a web page refuses', async () => {
    answerWith({ status: 403, body: '<!DOCTYPE html><html><body>Sign in</body></html>' });
    await expect(read(fact, resource)).rejects.toMatchObject({ name: 'Error' });
  });

  it('is unreadable when a web page was not found', async () => {
    answerWith({ status: 404, body: '<!DOCTYPE html><html><body>Not here</body></html>' });
    await expect(read(fact, resource)).rejects.toMatchObject({ name: 'Error' });
  });
});

it('bucket-holder is malformed when HEAD is answered without the Region of the bucket', async () => {
  answerWith('');
  await expect(read(bucketHolder, 'records')).rejects.toMatchObject({ refusal: 'malformed' });
});
