/**
 * Regions where Amazon Bedrock has an endpoint, by partition: the fallback for what AWS publishes under
 * `/aws/service/global-infrastructure/services/bedrock/regions`.
 *
 * Taken from `endpoints.json` of botocore 1.43.107 (Apache-2.0), service `bedrock`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/bedrock-regions.html
 */
export const bedrockRegions: Readonly<Record<string, readonly string[]>> = {
  aws: [
    'af-south-1',
    'ap-east-2',
    'ap-northeast-1',
    'ap-northeast-2',
    'ap-northeast-3',
    'ap-south-1',
    'ap-south-2',
    'ap-southeast-1',
    'ap-southeast-2',
    'ap-southeast-3',
    'ap-southeast-4',
    'ap-southeast-5',
    'ap-southeast-6',
    'ap-southeast-7',
    'ca-central-1',
    'ca-west-1',
    'eu-central-1',
    'eu-central-2',
    'eu-north-1',
    'eu-south-1',
    'eu-south-2',
    'eu-west-1',
    'eu-west-2',
    'eu-west-3',
    'il-central-1',
    'me-central-1',
    'me-south-1',
    'mx-central-1',
    'sa-east-1',
    'us-east-1',
    'us-east-2',
    'us-west-1',
    'us-west-2',
  ],
  'aws-us-gov': ['us-gov-east-1', 'us-gov-west-1'],
  'aws-eusc': ['eusc-de-east-1'],
  'aws-iso': ['us-iso-east-1'],
  'aws-iso-b': ['us-isob-east-1'],
  'aws-iso-f': ['us-isof-east-1', 'us-isof-south-1'],
};

/** Regions of the same botocore file where Bedrock has no endpoint. */
export const regionsWithoutBedrock: Readonly<Record<string, readonly string[]>> = {
  aws: ['ap-east-1'],
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
  'aws-iso': ['us-iso-west-1'],
  'aws-iso-b': ['us-isob-west-1'],
  'aws-iso-e': ['eu-isoe-west-1'],
};

/**
 * Regions of the `aws` partition that every account has without opting in, among those with Bedrock.
 *
 * @see https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
export const enabledByDefault: readonly string[] = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
];
