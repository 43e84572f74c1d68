import { parseArn } from '../policy/arn.ts';
import { bucketHolder } from './bucket-holder.ts';
import type { Knowledge, Known, Scope } from './fact.ts';
import { iamRole } from './iam-role.ts';
import type { DeliveryRole, LogBucket, LogDestination, LogGroupDestination } from './log-destinations.ts';
import { logGroup } from './log-group.ts';
import { ownBucket } from './own-bucket.ts';
import { attempt } from './unreadable.ts';

/**
 * Whether Bedrock can find what the configuration names.
 *
 * - `held by another`: the bucket is not the account's; somebody else has it.
 * - `not own`: the bucket is not the account's, and S3 does not say that somebody else has it.
 * - `other account`: the role's ARN names another account.
 */
export type Existence =
  | { readonly state: 'exists' | 'missing' | 'held by another' | 'not own' }
  | { readonly state: 'other region'; readonly region: string }
  | { readonly state: 'other account'; readonly account: string }
  | { readonly state: 'unusable class'; readonly logGroupClass: string };

/** Whether a bucket is the account's own, and in the Region. */
export const bucketExistence: Knowledge<LogBucket, Existence> = {
  facts: [ownBucket, bucketHolder],
  of(known, { region }, bucket) {
    const own = known(ownBucket, bucket.id);
    if (own) return own.region === region ? { state: 'exists' } : { state: 'other region', region: own.region };
    const holder = attempt(() => known(bucketHolder, bucket.id));
    return { state: 'value' in holder && holder.value === 'somebody' ? 'held by another' : 'not own' };
  },
};

/** Whether a destination exists where Bedrock looks for it: in the same account and Region. */
export const destinationExistence: Knowledge<LogDestination, Existence> = {
  facts: [...bucketExistence.facts, logGroup],
  of: (known, scope, destination, parameters) =>
    destination.type === 'AWS::S3::Bucket'
      ? bucketExistence.of(known, scope, destination, parameters)
      : logGroupExistence(known, destination),
};

/** Whether anything a logging configuration names exists; of the delivery role only the account matters. */
export const configuredExistence: Knowledge<LogDestination | DeliveryRole, Existence> = {
  facts: [...destinationExistence.facts, iamRole],
  of: (known, scope, named, parameters) =>
    named.type === 'AWS::IAM::Role' ? roleExistence(known, scope, named) : destinationExistence.of(known, scope, named, parameters),
};

function logGroupExistence(known: Known, destination: LogGroupDestination): Existence {
  const group = known(logGroup, destination.id);
  if (!group) return { state: 'missing' };
  // A DELIVERY log group only passes records on to other AWS services and takes none from a delivery role.
  if (group.logGroupClass === 'DELIVERY') return { state: 'unusable class', logGroupClass: group.logGroupClass };
  return { state: 'exists' };
}

function roleExistence(known: Known, scope: Scope, role: DeliveryRole): Existence {
  const account = parseArn(role.id)?.account;
  if (account && account !== scope.account) return { state: 'other account', account };
  return { state: known(iamRole, role.id) ? 'exists' : 'missing' };
}
