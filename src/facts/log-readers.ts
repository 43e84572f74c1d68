import { accountAuthorization } from './account-authorization.ts';
import { accountSubscriptions, type AccountSubscriptions } from './account-subscriptions.ts';
import { bucketInquiry, bucketReaderFacts, bucketReaders } from './bucket-readers.ts';
import { together, type Knowledge, type Known, type Scope } from './fact.ts';
import { principalFacts, readerTagOf, remembered, type PrincipalFacts } from './inquiry.ts';
import type { LogDestination, LogGroupDestination } from './log-destinations.ts';
import { outflows } from './log-outflows.ts';
import { logSubscriptions, type LogSubscriptions } from './log-subscriptions.ts';
import { oamLinks, type OamLinks } from './oam-links.ts';
import { organizationLimits } from './organization-limits.ts';
import { organizationPolicies } from './organization-policies.ts';
import { principalReaders, type PrincipalInquiry } from './principal-readers.ts';
import { confinement, logGroupDetours, logGroupReads } from './read-questions.ts';
import type { LogReaders, ReaderChoice } from './reader.ts';

/**
 * Who can read a log destination: the account's own principals by their policies, and outsiders by the resource's. Resource policies of log groups are not
 * among the facts: they let AWS services write, and can neither give nor take reading.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html
 */
export const logReaders: Knowledge<LogDestination, LogReaders, ReaderChoice> = {
  facts: [accountAuthorization, organizationPolicies, ...bucketReaderFacts, logSubscriptions, accountSubscriptions, oamLinks],
  of: (known, scope, destination, choice) =>
    destination.type === 'AWS::S3::Bucket'
      ? bucketReaders(known, scope, destination, choice)
      : logGroupReaders(known, scope, destination, choice),
};

/** Everything that decides which principals of the account read a destination. */
export const readerInquiry: Knowledge<LogDestination, PrincipalInquiry, ReaderChoice> = {
  facts: logReaders.facts,
  of(known, scope, destination, choice) {
    if (destination.type === 'AWS::S3::Bucket') return bucketInquiry(known, scope, destination, choice).ofPrincipals;
    return logGroupInquiry(principalFacts(known, choice), scope, destination, choice);
  },
};

function logGroupInquiry(
  { authorization, organization }: PrincipalFacts,
  scope: Scope,
  group: LogGroupDestination,
  choice: ReaderChoice,
): PrincipalInquiry {
  return {
    authorization,
    scope,
    reads: logGroupReads(group, scope),
    detours: choice.includeIndirect ? logGroupDetours(group, scope) : [],
    resource: undefined,
    organization: organizationLimits(organization),
    keys: {},
    gate: undefined,
    isConfined: confinement(group),
    readerTag: readerTagOf(choice),
  };
}

/** Who can read the records of a log group: whoever may by its own policies, as CloudWatch Logs decrypts for them. */
function logGroupReaders(known: Known, scope: Scope, group: LogGroupDestination, choice: ReaderChoice): LogReaders {
  const [facts, subscriptions, ofAccount, links] = together<unknown>([
    () => principalFacts(known, choice),
    () => known(logSubscriptions, group.id) ?? { filters: [] },
    () => known(accountSubscriptions, '') ?? { policies: [] },
    () => known(oamLinks, '') ?? { links: [] },
  ]) as [PrincipalFacts, LogSubscriptions, AccountSubscriptions, OamLinks];
  const { authorization, organization } = facts;
  return remembered(authorization, [scope, group, choice, organization, subscriptions, ofAccount, links], () => ({
    principals: principalReaders(logGroupInquiry(facts, scope, group, choice)),
    outsiders: outflows({ subscriptions, accountSubscriptions: ofAccount, links }, group.id, scope),
    knowsOrganization: organization !== undefined,
  }));
}
