import { CfnDeletionPolicy, type Stack } from 'aws-cdk-lib';
import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from './nag.ts';
import { artefactBucketOf, stackNames } from '../src/organization/names.ts';
import type { Organization } from '../src/organization/organization-file.ts';
import { plainStack } from './plain-stack.ts';

/**
 * The bucket of a Region, from which every account of the organisation takes code and templates. Keys are hashes of what is under them, so that nothing is
 * ever written over; only the roles that deploy write at all.
 */
export function artefactStack(scope: Construct, organization: Organization, region: string): Stack {
  const stack = plainStack(
    scope,
    `artefacts-${region}`,
    'Code and templates of the rules about how Amazon Bedrock model invocations are logged, for every account of the organisation.',
    { account: organization.administratorAccount, region },
    stackNames.artefacts,
  );
  const bucketName = artefactBucketOf(organization, region);
  const bucket = new CfnBucket(stack, 'Artefacts', {
    bucketName,
    // A key of AWS: a key of our own would have to let the whole organisation decrypt, and what is here is no secret to it.
    bucketEncryption: { serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }] },
    publicAccessBlockConfiguration: { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
    ownershipControls: { rules: [{ objectOwnership: 'BucketOwnerEnforced' }] },
    versioningConfiguration: { status: 'Enabled' },
    lifecycleConfiguration: {
      rules: [
        {
          id: 'replaced',
          status: 'Enabled',
          noncurrentVersionExpiration: { noncurrentDays: 90 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    },
  });
  // Whoever made a bucket of this name after us would have the code of every function.
  bucket.cfnOptions.deletionPolicy = retain;
  bucket.cfnOptions.updateReplacePolicy = retain;
  acknowledge(
    bucket,
    'AwsSolutions-S1',
    'What is read here is code and templates that the whole organisation may read; who writes is in the trail of the organisation, as data events.',
  );
  const policy = new CfnBucketPolicy(stack, 'ArtefactsPolicy', {
    bucket: bucketName,
    policyDocument: artefactPolicy(organization, bucketName),
  });
  policy.addResourceDependency(bucket);
  return stack;
}

const retain = CfnDeletionPolicy.RETAIN;

/** What changes what is in the bucket, and what changes who may. */
const writes = {
  ofObjects: ['s3:PutObject', 's3:DeleteObject', 's3:DeleteObjectVersion', 's3:PutObjectTagging', 's3:PutObjectVersionTagging'],
  ofBucket: [
    's3:DeleteBucket',
    's3:DeleteBucketPolicy',
    's3:PutBucketAcl',
    's3:PutBucketOwnershipControls',
    's3:PutBucketPolicy',
    's3:PutBucketPublicAccessBlock',
    's3:PutBucketVersioning',
    's3:PutEncryptionConfiguration',
    's3:PutLifecycleConfiguration',
    's3:PutReplicationConfiguration',
  ],
} as const;

/**
 * The organisation reads; the roles that deploy write, and nothing that is there already.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 */
export function artefactPolicy(
  { organization, partition, deploymentRoles }: Pick<Organization, 'organization' | 'partition' | 'deploymentRoles'>,
  bucketName: string,
): object {
  const bucket = `arn:${partition}:s3:::${bucketName}`;
  const objects = `${bucket}/*`;
  const others = { ArnNotLike: { 'aws:PrincipalArn': deploymentRoles } };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ReadInOrganization',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: 's3:GetObject',
        Resource: objects,
        Condition: { StringEquals: { 'aws:PrincipalOrgID': organization } },
      },
      {
        Sid: 'NothingInPlainText',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 's3:*',
        Resource: [bucket, objects],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      { Sid: 'WriteByDeployment', Effect: 'Deny', Principal: { AWS: '*' }, Action: writes.ofObjects, Resource: objects, Condition: others },
      { Sid: 'SetUpByDeployment', Effect: 'Deny', Principal: { AWS: '*' }, Action: writes.ofBucket, Resource: bucket, Condition: others },
      {
        Sid: 'NothingWrittenOver',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 's3:PutObject',
        Resource: objects,
        Condition: { Null: { 's3:if-none-match': 'true' } },
      },
    ],
  };
}
