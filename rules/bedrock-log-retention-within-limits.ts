import { setLogRetention } from '../remediation/set-log-retention/runbook.ts';
import { defineRule } from '../src/engine/rule.ts';
import { compliant, nonCompliant, worse, type Judgement } from '../src/engine/verdict.ts';
import { shortName } from '../src/engine/wording.ts';
import { destinationLifetime } from '../src/facts/destination-lifetime.ts';
import type { Lifetime } from '../src/facts/lifecycle-lifetime.ts';
import { closedRegions } from './subjects/closed-regions.ts';
import { existingDestinations } from './subjects/log-destinations.ts';

export const bedrockLogRetentionWithinLimits = defineRule({
  id: 'bedrock-log-retention-within-limits',
  title: 'Amazon Bedrock invocation logs are kept long enough and not for ever',
  severity: 'MEDIUM',
  trigger: {
    on: 'schedule',
    every: 'TwentyFour_Hours',
    andAfter: [
      's3.amazonaws.com:PutBucketLifecycle',
      's3.amazonaws.com:DeleteBucketLifecycle',
      's3.amazonaws.com:PutBucketVersioning',
      's3.amazonaws.com:PutBucketObjectLockConfiguration',
      'logs.amazonaws.com:PutRetentionPolicy',
      'logs.amazonaws.com:DeleteRetentionPolicy',
    ],
  },
  over: existingDestinations,
  facts: { lifetimes: destinationLifetime },
  parameters: {
    minimumDays: {
      type: 'integer',
      minimum: 1,
      maximum: 36_500,
      default: 365,
      description: 'Days every log record must be kept at least.',
    },
    maximumDays: {
      type: 'integer',
      minimum: 1,
      maximum: 36_500,
      default: 2557,
      description: 'Days after which every log record must be gone.',
    },
    ...closedRegions,
  },
  controls: {
    'iso-27001-2022': ['A.8.15', 'A.8.10'],
    'nist-800-53-r5': ['AU-11'],
    'pci-dss-4.0': ['10.5.1'],
    'hipaa-security-rule': ['164.316(b)(2)(i)'],
    'eu-ai-act': ['19(1)', '26(6)'],
  },
  fix: 'set the retention of the log group, or one lifecycle rule for current and noncurrent versions under the log prefix, within the limits',
  remediation: setLogRetention,

  conflict: ({ minimumDays, maximumDays }) =>
    minimumDays > maximumDays ? `minimumDays ${minimumDays} is more than maximumDays ${maximumDays}` : undefined,

  evaluate({ lifetimes }, { minimumDays, maximumDays }, { id }) {
    const name = shortName(id);
    return lifetimes.map((lifetime) => judgeLifetime(name, lifetime, minimumDays, maximumDays)).reduce(worse, compliant);
  },
});

function judgeLifetime(name: string, { atLeast, atMost }: Lifetime, minimumDays: number, maximumDays: number): Judgement {
  if (atLeast.days < minimumDays) {
    return nonCompliant(
      `${name} can lose records ${atLeast.days === 0 ? 'at once' : `after ${atLeast.days === 1 ? '1 day' : `${atLeast.days} days`}`} (${shortName(atLeast.because, 90)}); at least ${minimumDays} are wanted`,
    );
  }
  if (atMost.days === Number.POSITIVE_INFINITY) {
    return nonCompliant(`${name} keeps records for ever: ${shortName(atMost.because, 110)}; at most ${maximumDays} days are allowed`);
  }
  if (atMost.days > maximumDays) {
    return nonCompliant(
      `${name} keeps records up to ${atMost.days} days (${shortName(atMost.because, 90)}); at most ${maximumDays} are allowed`,
    );
  }
  return compliant;
}
