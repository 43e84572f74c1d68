import { enableInvocationLogging } from '../remediation/enable-invocation-logging/runbook.ts';
import { defineRule } from '../src/engine/rule.ts';
import { compliant, nonCompliant } from '../src/engine/verdict.ts';
import { shortName } from '../src/engine/wording.ts';
import { configuredExistence } from '../src/facts/destination-existence.ts';
import { closedRegions } from './subjects/closed-regions.ts';
import { configuredDestinations } from './subjects/log-destinations.ts';

const nouns = { 'AWS::S3::Bucket': 'bucket', 'AWS::Logs::LogGroup': 'log group', 'AWS::IAM::Role': 'role' } as const;

export const bedrockLogDestinationsExist = defineRule({
  id: 'bedrock-log-destinations-exist',
  title: 'The destinations of Amazon Bedrock invocation logs exist, in the same account and Region',
  severity: 'CRITICAL',
  trigger: {
    on: 'schedule',
    every: 'TwentyFour_Hours',
    andAfter: [
      'bedrock.amazonaws.com:PutModelInvocationLoggingConfiguration',
      's3.amazonaws.com:DeleteBucket',
      'logs.amazonaws.com:DeleteLogGroup',
      'iam.amazonaws.com:DeleteRole',
    ],
  },
  over: configuredDestinations,
  facts: { existence: configuredExistence },
  parameters: { ...closedRegions },
  controls: {
    'iso-27001-2022': ['A.8.15'],
    'nist-800-53-r5': ['AU-5', 'AU-9'],
    'cis-controls-8.1': ['8.2'],
    'hipaa-security-rule': ['164.312(b)'],
  },
  fix: 'have a destination and a role of exactly the configured names in the same account and Region, or configure others',
  remediation: enableInvocationLogging,

  evaluate({ existence }, _parameters, { type, id }, { account, region }) {
    const noun = nouns[type];
    const name = shortName(id, 80);
    const here = `in ${region} of account ${account}`;
    switch (existence.state) {
      case 'exists':
        return compliant;
      case 'missing':
        return nonCompliant(
          type === 'AWS::IAM::Role'
            ? `there is no role named exactly ${name} in account ${account}, so Amazon Bedrock cannot write to the log group`
            : `there is no ${noun} named exactly ${name} ${here}, so nothing is delivered to it`,
        );
      case 'held by another':
        return nonCompliant(
          `bucket ${name} is held by another account: S3 answers 403 and account ${account} does not own it; prompts may go to a stranger`,
        );
      case 'not own':
        return nonCompliant(
          `bucket ${name} is not among the buckets of account ${account}; the name is free or somebody else's: prompts may go to a stranger`,
        );
      case 'other region':
        return nonCompliant(`${noun} ${name} is in ${existence.region}; model invocations of ${region} are logged only within ${region}`);
      case 'other account':
        return nonCompliant(`${noun} ${name} is of account ${existence.account}; logs are delivered only within account ${account}`);
      case 'unusable class':
        return nonCompliant(`${noun} ${name} is of class ${existence.logGroupClass}, which no delivery role writes to; wanted: STANDARD`);
    }
  },
});
