import { expect, it } from 'vitest';
import { bedrockInvocationLoggingEnabled } from '../../rules/bedrock-invocation-logging-enabled.ts';
import {
  absent,
  account,
  denied,
  inBedrockRegion,
  judges,
  logsTo,
  refused,
  regionCases,
  verdicts,
  type Case,
  type World,
} from './world.ts';

const s3 = { bucketName: 'prompts' };
const cloudWatch = { logGroupName: '/bedrock/prompts', roleArn: 'arn:aws:iam::111122223333:role/Delivery' };
const allOn = { text: true, image: true, embedding: true, video: true, audio: true };
const allOff = { text: false, image: false, embedding: false, video: false, audio: false };

const kinds = [
  'provisioned model throughput',
  'custom model deployment',
  'custom model',
  'imported model',
  'marketplace model endpoint',
  'running batch inference job',
  'application inference profile',
  'agent',
  'flow',
  'knowledge base',
];

/** Logging to a bucket, in a Region where nothing shows use. */
const good: World = {
  ...inBedrockRegion,
  ...logsTo({ s3, dataTypes: allOn }),
  'invocation-activity': { '': { windowDays: 90 } },
  'bedrock-resources': Object.fromEntries(kinds.map((kind) => [kind, { count: 0 }])),
};

const logging = (configuration: object): World => logsTo({ dataTypes: allOn, ...configuration });
const off: World = { 'invocation-logging': { '': absent } };
const lastCall = (daysSinceLastCall: number): World => ({ 'invocation-activity': { '': { windowDays: 90, daysSinceLastCall } } });
const resource = (kind: string, answer: unknown): World => ({ 'bedrock-resources': { [kind]: answer } });
const noProbe: World = {
  'invocation-activity': { '': denied },
  'bedrock-resources': Object.fromEntries(kinds.map((kind) => [kind, denied])),
};
const regionsInUse = { appliesTo: 'regions-in-use' };

judges(bedrockInvocationLoggingEnabled, good, [
  ...regionCases,

  // off
  { name: 'reports logging that is off', changes: off, expected: [['NON_COMPLIANT', account, 'logging is off', 'us-east-1']] },
  {
    name: 'reports logging that is off in every Region, without a probe for use',
    changes: { ...off, ...noProbe },
    parameters: { appliesTo: 'every-region' },
    expected: [['NON_COMPLIANT', account, 'logging is off', 'every Region']],
  },

  // configured with no destination
  {
    name: 'reports a configuration without a destination',
    changes: logging({}),
    expected: [['NON_COMPLIANT', account, 'no destination']],
  },
  {
    name: 'reports a configuration whose bucket has an empty name',
    changes: logging({ s3: { bucketName: '' } }),
    expected: [['NON_COMPLIANT', account, 'no destination']],
  },
  {
    name: 'reports a configuration whose log group has an empty name',
    changes: logging({ cloudWatch: { ...cloudWatch, logGroupName: '' } }),
    expected: [['NON_COMPLIANT', account, 'no destination']],
  },
  {
    name: 'reports a configuration without a destination whatever is required',
    changes: logging({}),
    parameters: { requiredDestinations: 'both' },
    expected: [['NON_COMPLIANT', account, 'no destination']],
  },

  // requiredDestinations
  { name: 'accepts a bucket when any destination will do', changes: logging({ s3 }), expected: [['COMPLIANT', account]] },
  {
    name: 'accepts a log group when any destination will do',
    changes: logging({ cloudWatch }),
    expected: [['COMPLIANT', account]],
  },
  {
    name: 'accepts a bucket and a log group when any destination will do',
    changes: logging({ s3, cloudWatch }),
    parameters: { requiredDestinations: 'any' },
    expected: [['COMPLIANT', account]],
  },
  {
    name: 'accepts a bucket when s3 is required',
    changes: logging({ s3 }),
    parameters: { requiredDestinations: 's3' },
    expected: [['COMPLIANT', account]],
  },
  {
    name: 'reports a log group alone when s3 is required',
    changes: logging({ cloudWatch }),
    parameters: { requiredDestinations: 's3' },
    expected: [['NON_COMPLIANT', account, 'Amazon S3 is not a destination', 'wanted: s3']],
  },
  {
    name: 'reports a log group with a large-data bucket when s3 is required',
    changes: logging({ cloudWatch: { ...cloudWatch, largeData: { bucketName: 'large-prompts' } } }),
    parameters: { requiredDestinations: 's3' },
    expected: [['NON_COMPLIANT', account, 'Amazon S3 is not a destination']],
  },
  {
    name: 'accepts a bucket and a log group when s3 is required',
    changes: logging({ s3, cloudWatch }),
    parameters: { requiredDestinations: 's3' },
    expected: [['COMPLIANT', account]],
  },
  {
    name: 'reports a bucket alone when cloudwatch is required',
    changes: logging({ s3 }),
    parameters: { requiredDestinations: 'cloudwatch' },
    expected: [['NON_COMPLIANT', account, 'CloudWatch Logs is not a destination', 'wanted: cloudwatch']],
  },
  {
    name: 'accepts a log group when cloudwatch is required',
    changes: logging({ cloudWatch }),
    parameters: { requiredDestinations: 'cloudwatch' },
    expected: [['COMPLIANT', account]],
  },
  {
    name: 'accepts a bucket and a log group when cloudwatch is required',
    changes: logging({ s3, cloudWatch }),
    parameters: { requiredDestinations: 'cloudwatch' },
    expected: [['COMPLIANT', account]],
  },
  {
    name: 'reports a bucket alone when both are required',
    changes: logging({ s3 }),
    parameters: { requiredDestinations: 'both' },
    expected: [['NON_COMPLIANT', account, /^CloudWatch Logs is not a destination/, 'wanted: both']],
  },
  {
    name: 'reports a log group alone when both are required',
    changes: logging({ cloudWatch }),
    parameters: { requiredDestinations: 'both' },
    expected: [['NON_COMPLIANT', account, /^Amazon S3 is not a destination/, 'wanted: both']],
  },
  {
    name: 'accepts a bucket and a log group when both are required',
    changes: logging({ s3, cloudWatch }),
    parameters: { requiredDestinations: 'both' },
    expected: [['COMPLIANT', account]],
  },

  // every data-type flag that the API returned is false
  {
    name: 'reports a configuration with all five data types off',
    changes: logging({ s3, dataTypes: allOff }),
    expected: [['NON_COMPLIANT', account, 'every data type', 'text, image, embedding, video, audio']],
  },
  {
    name: 'reports a configuration whose only returned data type is off',
    changes: logging({ s3, dataTypes: { text: false } }),
    expected: [['NON_COMPLIANT', account, 'every data type', 'text']],
  },
  {
    name: 'reports a configuration whose four returned data types are off',
    changes: logging({ s3, dataTypes: { text: false, image: false, embedding: false, video: false } }),
    expected: [['NON_COMPLIANT', account, 'every data type']],
  },
  {
    name: 'accepts a configuration with one data type on',
    changes: logging({ s3, dataTypes: { ...allOff, audio: true } }),
    expected: [['COMPLIANT', account]],
  },
  {
    name: 'accepts a configuration with one data type on and the others not returned',
    changes: logging({ s3, dataTypes: { text: true } }),
    expected: [['COMPLIANT', account]],
  },
  ...['text', 'image', 'embedding', 'video', 'audio'].map((dataType): Case => ({
    name: `accepts a configuration with only ${dataType} off`,
    changes: logging({ s3, dataTypes: { ...allOn, [dataType]: false } }),
    expected: [['COMPLIANT', account]],
  })),
  {
    name: 'accepts a configuration without a returned data type, as absent is not false',
    changes: logging({ s3, dataTypes: {} }),
    expected: [['COMPLIANT', account]],
  },

  // the Region
  {
    name: 'judges a Region that is not among the closed ones',
    changes: off,
    parameters: { closedRegions: ['eu-west-1'] },
    expected: [['NON_COMPLIANT', account, 'logging is off']],
  },
  {
    name: 'passes over a closed Region where Amazon Bedrock is used without logging',
    changes: { ...off, ...lastCall(0) },
    parameters: { closedRegions: ['us-east-1'], ...regionsInUse },
    expected: [['NOT_APPLICABLE', account, 'closedRegions']],
  },
  {
    name: 'cannot tell when an endpoint that should answer does not',
    changes: { 'invocation-logging': { '': refused('unreachable', 'ENOTFOUND') } },
    expected: [['UNKNOWN', account, 'unreachable', 'ENOTFOUND']],
  },

  // appliesTo regions-in-use
  {
    name: 'accepts logging that is on in a Region in use, without a probe for use',
    changes: noProbe,
    parameters: regionsInUse,
    expected: [['COMPLIANT', account]],
  },
  {
    name: 'reports a configuration without a destination even where nothing shows use',
    changes: logging({}),
    parameters: regionsInUse,
    expected: [['NON_COMPLIANT', account, 'no destination']],
  },
  {
    name: 'passes over logging that is off where nothing shows use',
    changes: off,
    parameters: regionsInUse,
    expected: [['NOT_APPLICABLE', account, 'logging is off', '30 days', 'no Amazon Bedrock resource']],
  },
  {
    name: 'reports logging that is off where a model was called today',
    changes: { ...off, ...lastCall(0) },
    parameters: regionsInUse,
    expected: [['NON_COMPLIANT', account, 'logging is off', 'in use', 'a model was called today']],
  },
  {
    name: 'reports logging that is off where a model was called 29 days ago',
    changes: { ...off, ...lastCall(29) },
    parameters: regionsInUse,
    expected: [['NON_COMPLIANT', account, 'called 29 days ago']],
  },
  {
    name: 'reports logging that is off where a model was called 30 days ago',
    changes: { ...off, ...lastCall(30) },
    parameters: regionsInUse,
    expected: [['NON_COMPLIANT', account, 'called 30 days ago']],
  },
  {
    name: 'passes over logging that is off where a model was called 31 days ago',
    changes: { ...off, ...lastCall(31) },
    parameters: regionsInUse,
    expected: [['NOT_APPLICABLE', account, '30 days']],
  },
  {
    name: 'reports logging that is off where a model was called within the given days',
    changes: { ...off, ...lastCall(7) },
    parameters: { ...regionsInUse, inUseDays: 7 },
    expected: [['NON_COMPLIANT', account, 'called 7 days ago']],
  },
  {
    name: "passes over logging that is off where a model was called before the given days, given as AWS Config's text",
    changes: { ...off, ...lastCall(8) },
    parameters: { ...regionsInUse, inUseDays: '7' },
    expected: [['NOT_APPLICABLE', account, '7 days']],
  },
  {
    name: 'reports logging that is off where a model was called within the most days that can be asked for',
    changes: { ...off, ...lastCall(90) },
    parameters: { ...regionsInUse, inUseDays: 90 },
    expected: [['NON_COMPLIANT', account, 'called 90 days ago']],
  },
  ...kinds.map((kind): Case => ({
    name: `reports logging that is off where there is a resource of the kind ${kind}`,
    changes: { ...off, ...resource(kind, { count: 1 }) },
    parameters: regionsInUse,
    expected: [['NON_COMPLIANT', account, 'in use', kind]],
  })),
  {
    name: 'reports logging that is off where the last call is long ago but a resource serves',
    changes: { ...off, ...lastCall(31), ...resource('agent', { count: 3 }) },
    parameters: regionsInUse,
    expected: [['NON_COMPLIANT', account, 'in use', 'agent']],
  },
  {
    name: 'cannot tell when the invocation metrics cannot be read and no resource shows use',
    changes: { ...off, 'invocation-activity': { '': denied } },
    parameters: regionsInUse,
    expected: [['UNKNOWN', account, 'invocation metrics', 'could not be read', 'denied']],
  },
  ...kinds.map((kind): Case => ({
    name: `cannot tell when the resources of the kind ${kind} cannot be read and nothing else shows use`,
    changes: { ...off, ...resource(kind, refused('throttled', 'ThrottlingException')) },
    parameters: regionsInUse,
    expected: [['UNKNOWN', account, kind, 'could not be read', 'throttled']],
  })),
  {
    name: 'cannot tell when the last call is long ago and a probe cannot be read',
    changes: { ...off, ...lastCall(31), ...resource('flow', denied) },
    parameters: regionsInUse,
    expected: [['UNKNOWN', account, 'flow', 'could not be read']],
  },
  {
    name: 'reports logging that is off when the metrics cannot be read but a resource shows use',
    changes: { ...off, 'invocation-activity': { '': denied }, ...resource('knowledge base', { count: 1 }) },
    parameters: regionsInUse,
    expected: [['NON_COMPLIANT', account, 'knowledge base']],
  },
  {
    name: 'reports logging that is off when the resources cannot be read but a call shows use',
    changes: { ...off, ...noProbe, ...lastCall(1) },
    parameters: regionsInUse,
    expected: [['NON_COMPLIANT', account, 'in use']],
  },
  {
    name: 'reports logging that is off when one kind of resource cannot be read but another shows use',
    changes: { ...off, 'bedrock-resources': { 'custom model': denied, flow: { count: 1 } } },
    parameters: regionsInUse,
    expected: [['NON_COMPLIANT', account, 'flow']],
  },
]);

it.each([
  { requiredDestinations: 'none' },
  { requiredDestinations: '' },
  { appliesTo: 'nowhere' },
  { inUseDays: 0 },
  { inUseDays: 'many' },
  { closedRegions: ['everywhere'] },
])('refuses the parameters %j', async (parameters) => {
  await expect(verdicts(bedrockInvocationLoggingEnabled, good, parameters)).rejects.toThrow(Object.keys(parameters)[0]);
});
