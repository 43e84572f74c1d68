import type { AutomationDocument } from '../automation-document.ts';
import { changeIfWanted } from '../change-if-wanted.ts';
import { evaluateAgain, evaluationPermissions } from '../evaluation/evaluate-again.ts';
import { standardParameters } from '../parameters.ts';
import { ownBuckets, readsLoggingConfiguration } from '../permission.ts';
import { returned, scriptStep, surroundings } from '../script-step.ts';
import { takeTurn, turnPermissions } from '../turns/take-turn.ts';
import { blockLogBucketPublicAccess } from './runbook.ts';

const script = ['logging_configuration.py', 'block-log-bucket-public-access/public_access.py'];
const payload = { ResourceId: '{{ ResourceId }}', ...surroundings };

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
export const document: AutomationDocument = {
  runbook: blockLogBucketPublicAccess,
  description:
    'Turns on all four flags of the public access block of a bucket that Amazon Bedrock model invocations are logged to. Changes no policy and no ACL. Stops where that would shut out a principal of another account whom a public bucket policy names.',
  parameters: standardParameters,
  steps: [
    takeTurn,
    scriptStep({
      name: 'plan',
      description: 'Looks at the bucket again, and for whom blocking would shut out.',
      script,
      handler: 'plan',
      payload,
      outputs: returned({ IsNeeded: 'Boolean', Changes: 'StringList', Before: 'String' }),
    }),
    changeIfWanted('blockPublicAccess'),
    {
      name: 'blockPublicAccess',
      action: 'aws:executeAwsApi',
      inputs: {
        Service: 's3',
        Api: 'PutPublicAccessBlock',
        Bucket: '{{ ResourceId }}',
        ExpectedBucketOwner: '{{ global:ACCOUNT_ID }}',
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          IgnorePublicAcls: true,
          BlockPublicPolicy: true,
          RestrictPublicBuckets: true,
        },
      },
      nextStep: 'verify',
      isCritical: false,
      onFailure: 'step:acceptPolicyOfOrganization',
    },
    scriptStep({
      name: 'acceptPolicyOfOrganization',
      description: 'Where S3 refused: whether an organisation blocks public access in its place.',
      script,
      handler: 'accept_policy_of_organization',
      payload,
      outputs: returned({ Reason: 'String' }),
    }),
    scriptStep({
      name: 'verify',
      script,
      handler: 'verify',
      payload,
      outputs: returned({ After: 'String' }),
    }),
    evaluateAgain(['bedrock-log-buckets-block-public-access']),
  ],
  outputs: ['plan.Changes', 'plan.Before', 'acceptPolicyOfOrganization.Reason', 'verify.After', 'evaluateAgain.Rules'],
  permissions: [
    ...turnPermissions,
    readsLoggingConfiguration,
    { to: 'read what the account blocks', actions: ['s3:GetAccountPublicAccessBlock'], resources: ['*'] },
    {
      to: 'read what the bucket blocks, and whom its policy lets in',
      actions: ['s3:GetBucketPolicy', 's3:GetBucketPolicyStatus', 's3:GetBucketPublicAccessBlock'],
      ...ownBuckets,
    },
    { to: 'block public access', actions: ['s3:PutBucketPublicAccessBlock'], ...ownBuckets },
    ...evaluationPermissions,
  ],
};
