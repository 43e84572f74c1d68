import type { Excuse, Resource, Subjects } from '../../src/engine/rule.ts';
import { shortName } from '../../src/engine/wording.ts';
import { bedrockEndpoint } from '../../src/facts/bedrock-endpoint.ts';
import { bucketExistence, destinationExistence } from '../../src/facts/destination-existence.ts';
import type { Known, Scope } from '../../src/facts/fact.ts';
import { invocationLogging, type InvocationLogging } from '../../src/facts/invocation-logging.ts';
import {
  deliveryRoles,
  logBuckets,
  logDestinations,
  type DeliveryRole,
  type LogBucket,
  type LogDestination,
} from '../../src/facts/log-destinations.ts';
import { attempt } from '../../src/facts/unreadable.ts';
import { excuseOfRegion } from './bedrock-region.ts';
import type { ClosedRegions } from './closed-regions.ts';

/** Every destination and the delivery role that the logging configuration names. */
export const configuredDestinations: Subjects<LogDestination | DeliveryRole, ClosedRegions> = {
  are: 'each configured S3 bucket, large-data bucket, log group and delivery role',
  types: ['AWS::S3::Bucket', 'AWS::Logs::LogGroup', 'AWS::IAM::Role'],
  facts: [bedrockEndpoint, invocationLogging],
  list: (known, scope, parameters) =>
    fromConfiguration(known, scope, parameters, (logging) => [...logDestinations(logging), ...deliveryRoles(logging)]),
};

/** Every destination that exists. */
export const existingDestinations: Subjects<LogDestination, ClosedRegions> = {
  are: 'each S3 bucket, large-data bucket and log group that exists',
  types: ['AWS::S3::Bucket', 'AWS::Logs::LogGroup'],
  facts: [bedrockEndpoint, invocationLogging, ...destinationExistence.facts],
  list: (known, scope, parameters) => fromConfiguration(known, scope, parameters, logDestinations),
  excuse: excuseOfDestination,
};

/** Every bucket among the destinations that exists. */
export const existingBuckets: Subjects<LogBucket, ClosedRegions> = {
  are: 'each S3 bucket and large-data bucket that exists',
  types: ['AWS::S3::Bucket'],
  facts: [bedrockEndpoint, invocationLogging, ...bucketExistence.facts],
  list: (known, scope, parameters) => fromConfiguration(known, scope, parameters, logBuckets),
  excuse: excuseOfDestination,
};

function fromConfiguration<Subject extends Resource>(
  known: Known,
  scope: Scope,
  parameters: ClosedRegions,
  subjectsOf: (logging: InvocationLogging) => Subject[],
): readonly Subject[] | Excuse {
  const excuse = excuseOfRegion(known, scope, parameters);
  if (excuse) return excuse;
  const logging = known(invocationLogging, '');
  const here = `in ${scope.region} of account ${scope.account}`;
  if (!logging) return { notApplicable: `model invocation logging is off ${here}; see bedrock-invocation-logging-enabled` };
  const subjects = subjectsOf(logging);
  if (subjects.length > 0) return subjects;
  return logDestinations(logging).length > 0
    ? { notApplicable: `no S3 bucket is configured for model invocation logs ${here}` }
    : { notApplicable: `model invocation logging has no destination ${here}; see bedrock-invocation-logging-enabled` };
}

/** A destination that is not there, or is not the account's, is reported once; where that could not be read, the other rules judge what they can read. */
function excuseOfDestination(known: Known, scope: Scope, destination: LogDestination): Excuse | undefined {
  const existence = attempt(() => destinationExistence.of(known, scope, destination, undefined));
  if ('unreadable' in existence || existence.value.state === 'exists') return undefined;
  return { notApplicable: `${shortName(destination.id)} cannot receive logs; see bedrock-log-destinations-exist` };
}
