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

/** Whether a destination or delivery role exists where Bedrock looks for it: in the same account and, but for the role, in the same Region. */
export const destinationExistence: Knowledge<LogDestination | DeliveryRole, Existence> = {
  facts: [ownBucket, bucketHolder, logGroup, iamRole],
  of(known, scope, destination) {
    switch (destination.type) {
      case 'AWS::S3::Bucket':
        return bucketExistence(known, scope, destination);
      case 'AWS::Logs::LogGroup':
        return logGroupExistence(known, destination);
      case 'AWS::IAM::Role':
        return roleExistence(known, scope, destination);
    }
  },
};

function bucketExistence(known: Known, { region }: Scope, bucket: LogBucket): Existence {
  const own = known(ownBucket, bucket.id);
  if (own) return own.region === region ? { state: 'exists' } : { state: 'other region', region: own.region };
  const holder = attempt(() => known(bucketHolder, bucket.id));
  return { state: 'value' in holder && holder.value === 'somebody' ? 'held by another' : 'not own' };
}

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
