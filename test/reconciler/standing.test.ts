import { OrganizationResourceDetailedStatus } from '@aws-sdk/client-config-service';
import { expect, it } from 'vitest';
import { standingOf, type Standing } from '../../src/reconciler/standing.ts';

const standings: Readonly<Record<OrganizationResourceDetailedStatus, Standing>> = {
  CREATE_SUCCESSFUL: 'current',
  CREATE_IN_PROGRESS: 'moving',
  CREATE_FAILED: 'failed',
  UPDATE_SUCCESSFUL: 'current',
  UPDATE_IN_PROGRESS: 'moving',
  UPDATE_FAILED: 'failed',
  DELETE_SUCCESSFUL: 'current',
  DELETE_IN_PROGRESS: 'moving',
  DELETE_FAILED: 'failed',
};

it.each(Object.values(OrganizationResourceDetailedStatus))('knows %s', (Status) => {
  expect(standingOf({ Status })).toBe(standings[Status]);
});

it.each([
  [
    'InsufficientPermissionsException',
    'The AWS Lambda function arn:aws:lambda:eu-west-1:100000000001:function:bedrock-log-destinations-exist cannot be invoked.',
  ],
  ['InvalidParameterValueException', 'The Lambda function bedrock-log-destinations-exist does not exist'],
  ['ResourceStatusReason', 'No export named bedrock-log-destinations-exist-function-arn found. Rollback requested by user.'],
  ['ValidationError', 'no export named bedrock-log-readers-restricted-function-arn found'],
  [
    'InvalidParameterValueException',
    'The role arn:aws:iam::100000000001:role/bedrock-logging-set-log-retention cannot be assumed by AWS Systems Manager',
  ],
  ['InvalidDocument', 'Document with name BedrockLogging-SetLogRetention does not exist.'],
  ['InvalidParameterValueException', 'The SSM document BedrockLogging-SetLogRetention was not found'],
])('an account that failed with %s: %s came before what it needs', (ErrorCode, ErrorMessage) => {
  expect(standingOf({ Status: 'CREATE_FAILED', ErrorCode, ErrorMessage })).toBe('early');
  expect(standingOf({ Status: 'UPDATE_FAILED', ErrorCode, ErrorMessage })).toBe('early');
  expect(standingOf({ Status: 'DELETE_FAILED', ErrorCode, ErrorMessage })).toBe('failed');
});

it.each([
  ['NoAvailableConfigurationRecorderException', 'Configuration Recorder is not available'],
  [
    'MaxNumberOfConfigRulesExceededException',
    'Failed to add the AWS Config rule because the account already contains the maximum number of rules',
  ],
  [
    'AccessDeniedException',
    'User is not authorized to perform: config:PutConformancePack with an explicit deny in a service control policy',
  ],
  ['ValidationError', 'No export named somebody-elses-vpc found'],
  ['', ''],
])('no other try mends %s: %s', (ErrorCode, ErrorMessage) => {
  expect(standingOf({ Status: 'CREATE_FAILED', ErrorCode, ErrorMessage })).toBe('failed');
});
