import { enableInvocationLogging } from '../remediation/enable-invocation-logging/runbook.ts';
import { defineRule } from '../src/engine/rule.ts';
import { compliant, nonCompliant, notApplicable } from '../src/engine/verdict.ts';
import { loggingState } from '../src/facts/logging-state.ts';
import { accountInBedrockRegion } from './subjects/bedrock-region.ts';
import { closedRegions } from './subjects/closed-regions.ts';

export const bedrockInvocationLoggingEnabled = defineRule({
  id: 'bedrock-invocation-logging-enabled',
  title: 'Amazon Bedrock model invocations are logged',
  severity: 'HIGH',
  trigger: {
    on: 'schedule',
    every: 'TwentyFour_Hours',
    andAfter: [
      'bedrock.amazonaws.com:PutModelInvocationLoggingConfiguration',
      'bedrock.amazonaws.com:DeleteModelInvocationLoggingConfiguration',
    ],
  },
  over: accountInBedrockRegion,
  facts: { state: loggingState },
  parameters: {
    requiredDestinations: {
      type: 'string',
      enum: ['any', 's3', 'cloudwatch', 'both'],
      default: 'any',
      description: 'Where invocations must be logged to.',
    },
    appliesTo: {
      type: 'string',
      enum: ['every-region', 'regions-in-use'],
      default: 'every-region',
      description: 'Whether logging must be on in every Region, or only where Amazon Bedrock is used.',
    },
    inUseDays: {
      type: 'integer',
      minimum: 1,
      maximum: 90,
      default: 30,
      description: 'Days without a call after which a Region without Bedrock resources counts as not in use.',
    },
    ...closedRegions,
  },
  readsMostWith: { appliesTo: 'regions-in-use', inUseDays: 1 },
  controls: {
    'iso-27001-2022': ['A.8.15'],
    'iso-42001-2023': ['A.6.2.8'],
    'nist-800-53-r5': ['AU-2', 'AU-12'],
    'cis-controls-8.1': ['8.2'],
    'hipaa-security-rule': ['164.312(b)'],
    'eu-ai-act': ['12', '19(1)', '26(6)'],
  },
  fix: 'put a model invocation logging configuration with the wanted destinations and all five data types on',
  remediation: enableInvocationLogging,

  evaluate({ state: { logging, sign } }, { requiredDestinations, appliesTo, inUseDays }, { id }, { region }) {
    const here = `in ${region} of account ${id}`;
    if (!logging) {
      const off = `model invocation logging is off ${here}`;
      if (appliesTo === 'every-region') return nonCompliant(`${off}; it must be on in every Region with Amazon Bedrock`);
      if (sign) return nonCompliant(`${off}, which is in use: ${sign}`);
      return notApplicable(`${off}, where no model was called for ${inUseDays} days and no Amazon Bedrock resource bills or serves`);
    }
    const s3 = Boolean(logging.s3?.bucketName);
    const cloudWatch = Boolean(logging.cloudWatch?.logGroupName);
    if (!s3 && !cloudWatch) return nonCompliant(`no destination is configured for model invocation logs ${here}, so nothing is delivered`);
    const wanted = { any: s3 || cloudWatch, s3, cloudwatch: cloudWatch, both: s3 && cloudWatch };
    if (!wanted[requiredDestinations]) {
      const missing = s3 ? 'CloudWatch Logs' : 'Amazon S3';
      return nonCompliant(`${missing} is not a destination of model invocation logs ${here}; wanted: ${requiredDestinations}`);
    }
    const flags = Object.entries(logging.dataTypes);
    if (flags.length > 0 && flags.every(([, delivered]) => !delivered)) {
      const off = flags.map(([dataType]) => dataType).join(', ');
      return nonCompliant(`every data type (${off}) is off in the logging configuration ${here}, so nothing is delivered`);
    }
    return compliant;
  },
});
