import type { CloudWatchConfig, S3Config } from '@aws-sdk/client-bedrock';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';
import { isObject, malformed } from './malformed.ts';
import { present } from './present.ts';

const s3Destination = {
  type: 'object',
  required: ['bucketName'],
  additionalProperties: false,
  properties: { bucketName: { type: 'string' }, keyPrefix: { type: 'string' } },
} as const;

const invocationLoggingSchema = {
  type: 'object',
  required: ['dataTypes'],
  additionalProperties: false,
  properties: {
    s3: s3Destination,
    cloudWatch: {
      type: 'object',
      required: ['logGroupName', 'roleArn'],
      additionalProperties: false,
      properties: { logGroupName: { type: 'string' }, roleArn: { type: 'string', minLength: 1 }, largeData: s3Destination },
    },
    dataTypes: {
      type: 'object',
      additionalProperties: false,
      properties: {
        text: { type: 'boolean' },
        image: { type: 'boolean' },
        embedding: { type: 'boolean' },
        video: { type: 'boolean' },
        audio: { type: 'boolean' },
      },
    },
  },
} as const satisfies JSONSchema;

export type InvocationLogging = FromSchema<typeof invocationLoggingSchema>;

/**
 * The account's model-invocation logging configuration in a Region; absent when logging is off. A data type that the API did not return is left out:
 * AWS does not say whether that means on or off.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetModelInvocationLoggingConfiguration.html
 */
export const invocationLogging: Fact<InvocationLogging> = {
  id: 'invocation-logging',
  about: 'the model-invocation logging configuration',
  reach: 'region',
  actions: ['bedrock:GetModelInvocationLoggingConfiguration'],
  calls: ['bedrock:GetModelInvocationLoggingConfiguration'],
  schema: invocationLoggingSchema,
  async read(aws) {
    const { loggingConfig } = await (await aws.bedrock()).getModelInvocationLoggingConfiguration({});
    if (loggingConfig === undefined || loggingConfig === null) return undefined;
    if (!isObject(loggingConfig)) throw malformed('the logging configuration is not an object');
    if (Object.values(loggingConfig).every((member) => member === undefined || member === null)) return undefined;
    return {
      ...(loggingConfig.s3Config && { s3: destination(loggingConfig.s3Config) }),
      ...(loggingConfig.cloudWatchConfig && { cloudWatch: cloudWatch(loggingConfig.cloudWatchConfig) }),
      dataTypes: present({
        text: loggingConfig.textDataDeliveryEnabled,
        image: loggingConfig.imageDataDeliveryEnabled,
        embedding: loggingConfig.embeddingDataDeliveryEnabled,
        video: loggingConfig.videoDataDeliveryEnabled,
        audio: loggingConfig.audioDataDeliveryEnabled,
      }),
    };
  },
};

function cloudWatch({ logGroupName, roleArn, largeDataDeliveryS3Config }: CloudWatchConfig) {
  return {
    logGroupName: logGroupName as string,
    roleArn: roleArn as string,
    ...(largeDataDeliveryS3Config && { largeData: destination(largeDataDeliveryS3Config) }),
  };
}

function destination({ bucketName, keyPrefix }: S3Config) {
  return { bucketName: bucketName as string, ...(keyPrefix && { keyPrefix }) };
}
