import type { Answer } from '../facts/answering.ts';

const refusedInJson = (status: number, code: string): Answer => ({
  status,
  headers: { 'x-amzn-ErrorType': code },
  body: JSON.stringify({ __type: code, message: 'not this', Message: 'not this' }),
});

const refusedInXml = (status: number, code: string): Answer => ({
  status,
  body: `<ErrorResponse><Error><Code>${code}</Code><Message>not this</Message></Error></ErrorResponse>`,
});

/** Answers that every call is given: refusals in the words of this service and of others, and what is no answer of any. */
export const refusals: readonly Answer[] = [
  refusedInJson(403, 'AccessDeniedException'),
  refusedInJson(404, 'ResourceNotFoundException'),
  refusedInJson(404, 'NotFoundException'),
  refusedInJson(400, 'ValidationException'),
  refusedInXml(403, 'AccessDenied'),
  refusedInXml(404, 'NoSuchEntity'),
  refusedInXml(404, 'NoSuchBucket'),
  { body: '<html></html>' },
  { body: '' },
];

/** Something that each call of a service that speaks JSON knows. */
const json = JSON.stringify({
  nextToken: 'more',
  NextToken: 'more',
  Truncated: true,
  modelSummaries: [{ modelId: 'm', modelArn: 'arn' }],
  loggingConfig: { textDataDeliveryEnabled: true, s3Config: { bucketName: 'prompt-records' } },
  KeyMetadata: { KeyId: 'k', CreationDate: 1, KeyState: 'Enabled' },
  Policy: '{}',
  Id: 'link',
  FailedEvaluations: [{ ComplianceResourceId: 'r', OrderingTimestamp: 1 }],
});

const own = (call: string, inside: string): string => `<${call}Result>${inside}</${call}Result>`;
const xml = (root: string, inside: string): string => `<${root} xmlns="https://example.org/doc/">${inside}</${root}>`;

/** What XML answers say, by call. */
const said: Readonly<Record<string, string>> = {
  'iam:GetAccountAuthorizationDetails': xml('Answer', own('GetAccountAuthorizationDetails', '<IsTruncated>true</IsTruncated>')),
  'iam:GetRole': xml('Answer', own('GetRole', '<Role><Arn>arn</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate></Role>')),
  's3:GetBucketAcl': xml('AccessControlPolicy', '<Owner><ID>owner</ID></Owner>'),
  's3:GetBucketEncryption': xml('ServerSideEncryptionConfiguration', '<Rule><BucketKeyEnabled>true</BucketKeyEnabled></Rule>'),
  's3:GetBucketLifecycleConfiguration': xml('LifecycleConfiguration', '<Rule><Expiration><Days>9</Days></Expiration></Rule>'),
  's3:GetBucketLocation': xml('LocationConstraint', 'EU'),
  's3:GetBucketOwnershipControls': xml('OwnershipControls', '<Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule>'),
  's3:GetBucketPolicy': '{"Statement":[]}',
  's3:GetBucketPolicyStatus': xml('PolicyStatus', '<IsPublic>true</IsPublic>'),
  's3:GetBucketVersioning': xml('VersioningConfiguration', '<Status>Enabled</Status>'),
  's3:GetBucketWebsite': xml('WebsiteConfiguration', '<IndexDocument><Suffix>a</Suffix></IndexDocument>'),
  's3:GetObjectLockConfiguration': xml('ObjectLockConfiguration', '<ObjectLockEnabled>Enabled</ObjectLockEnabled>'),
  's3:GetPublicAccessBlock': xml('PublicAccessBlockConfiguration', '<BlockPublicAcls>true</BlockPublicAcls>'),
  's3:ListBuckets': xml('ListAllMyBucketsResult', '<Buckets><Bucket><Name>a</Name></Bucket></Buckets>'),
  's3control:GetAccessPoint': xml('GetAccessPointResult', '<Name>readers</Name>'),
  's3control:GetAccessPointPolicy': xml('GetAccessPointPolicyResult', '<Policy>{}</Policy>'),
  's3control:GetAccessPointPolicyStatus': xml('GetAccessPointPolicyStatusResult', '<PolicyStatus><IsPublic>true</IsPublic></PolicyStatus>'),
  's3control:GetPublicAccessBlock': xml('PublicAccessBlockConfiguration', '<BlockPublicAcls>true</BlockPublicAcls>'),
  's3control:ListAccessPoints': xml('ListAccessPointsResult', '<NextToken>more</NextToken>'),
};

/** A successful answer with something in it that the call knows. */
export const success = (call: string): Answer =>
  call === 's3:HeadBucket' ? { headers: { 'x-amz-bucket-region': 'eu-west-1' }, body: '' } : { body: said[call] ?? json };
