import { defineRule } from '../src/engine/rule.ts';
import { compliant, nonCompliant } from '../src/engine/verdict.ts';
import { shortName } from '../src/engine/wording.ts';
import { publicExposure } from '../src/facts/public-exposure.ts';
import { blockLogBucketPublicAccess } from '../remediation/block-log-bucket-public-access/runbook.ts';
import { closedRegions } from './subjects/closed-regions.ts';
import { existingBuckets } from './subjects/log-destinations.ts';

export const bedrockLogBucketsBlockPublicAccess = defineRule({
  id: 'bedrock-log-buckets-block-public-access',
  title: 'Buckets with Amazon Bedrock invocation logs block public access',
  severity: 'CRITICAL',
  trigger: {
    on: 'schedule',
    every: 'TwentyFour_Hours',
    andAfter: [
      's3.amazonaws.com:PutBucketPublicAccessBlock',
      's3.amazonaws.com:DeleteBucketPublicAccessBlock',
      's3.amazonaws.com:PutAccountPublicAccessBlock',
      's3.amazonaws.com:DeleteAccountPublicAccessBlock',
      's3.amazonaws.com:PutBucketPolicy',
      's3.amazonaws.com:PutBucketAcl',
    ],
  },
  over: existingBuckets,
  facts: { exposure: publicExposure },
  parameters: { ...closedRegions },
  controls: {
    'iso-27001-2022': ['A.8.3', 'A.8.12'],
    'nist-800-53-r5': ['AC-3', 'AU-9'],
    'cis-controls-8.1': ['3.3'],
    'hipaa-security-rule': ['164.312(a)(1)'],
  },
  fix: 'turn on all four flags of the public access block of the bucket, the account or the organisation',
  remediation: blockLogBucketPublicAccess,

  evaluate({ exposure: { flagsOff, exposedBy, unread } }, _parameters, { id }) {
    if (flagsOff.length === 0) return compliant;
    const name = shortName(id);
    const flags = `wanted: all four flags of the public access block on; off: ${flagsOff.length === 4 ? 'all' : flagsOff.join(', ')}`;
    if (exposedBy.length > 0) return nonCompliant(`bucket ${name} is exposed now: ${exposedBy.join('; ')}; ${flags}`);
    const found = unread.length > 0 ? `whether it is exposed now is not known: ${unread[0]}` : 'nothing found exposes it now';
    return nonCompliant(`bucket ${name} may become public; ${found}; ${flags}`);
  },
});
