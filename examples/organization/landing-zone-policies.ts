import { documentHash, type OrganizationPolicies } from '../../src/facts/organization-policies.ts';
import { allow, policy, root, type SampleStatement } from './policy-document.ts';
import type { BucketPlace } from './sample-account.ts';

/** Only Bedrock writes, for this account and Region, and nobody reads in the clear. */
function landingZoneStatements({ account, region, name }: BucketPlace): SampleStatement[] {
  const objects = `arn:aws:s3:::${name}/*`;
  return [
    {
      Sid: 'DenyInsecureTransport',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [`arn:aws:s3:::${name}`, objects],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    {
      Sid: 'AmazonBedrockLogsWrite',
      Effect: 'Allow',
      Principal: { Service: 'bedrock.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: objects,
      Condition: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:aws:bedrock:${region}:${account}:*` },
      },
    },
  ];
}

/** The bucket policy of the landing zone, with more statements where there are any. */
export const bucketPolicy =
  (more: (place: BucketPlace) => readonly SampleStatement[] = () => []) =>
  (place: BucketPlace): string =>
    policy(...landingZoneStatements(place), ...more(place));

/** What somebody may do with a key, by its key policy. */
export const keyUse = (Sid: string, Principal: NonNullable<SampleStatement['Principal']>, Condition?: SampleStatement['Condition']) =>
  ({
    Sid,
    Effect: 'Allow',
    Principal,
    Action: ['kms:Decrypt', 'kms:DescribeKey'],
    Resource: '*',
    ...(Condition && { Condition }),
  }) as const;

/** The key policy of the landing zone: IAM decides, CloudWatch Logs encrypts log groups, and Bedrock the objects it writes. */
export function landingZoneKeyPolicy(account: string, region: string, ...more: readonly SampleStatement[]): string {
  return policy(
    { Sid: 'EnableIAMPolicies', Effect: 'Allow', Principal: { AWS: root(account) }, Action: 'kms:*', Resource: '*' },
    {
      Sid: 'LogGroups',
      Effect: 'Allow',
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      Resource: '*',
      Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account}:log-group:*` } },
    },
    {
      Sid: 'AmazonBedrockLogsWrite',
      Effect: 'Allow',
      Principal: { Service: 'bedrock.amazonaws.com' },
      Action: 'kms:GenerateDataKey',
      Resource: '*',
      Condition: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:aws:bedrock:${region}:${account}:*` },
      },
    },
    ...more,
  );
}

/**
 * What holds in an account of the organisation, as somebody in the management account can hand it in: at the root, the unit and the account everything is
 * allowed, but for what the unit forbids. Resource control policies are not enabled.
 */
export function organizationPolicies(forbidden: Readonly<Record<string, string>> = {}): OrganizationPolicies {
  const everything = { FullAWSAccess: policy(allow('*', '*')) };
  const attached = (documents: Readonly<Record<string, string>>) =>
    Object.entries(documents).map(([name, document]) => ({ name, document: documentHash(document) }));
  const documents = Object.values({ ...everything, ...forbidden }).map((document) => [documentHash(document), document]);
  return {
    scps: [everything, { ...everything, ...forbidden }, everything].map(attached),
    rcps: [],
    documents: Object.fromEntries(documents),
  };
}
