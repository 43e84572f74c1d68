import { parseArn } from '../policy/arn.ts';
import { certain, unclear } from '../policy/survey.ts';
import type { AccountSubscriptions } from './account-subscriptions.ts';
import type { Scope } from './fact.ts';
import { selectedBy, sharedBy, type Selects } from './log-group-filter.ts';
import type { LogSubscriptions } from './log-subscriptions.ts';
import type { OamLinks } from './oam-links.ts';
import type { OutsideReader } from './reader.ts';

/** How the records of a log group leave the account by themselves. */
export interface Outflows {
  readonly subscriptions: LogSubscriptions;
  readonly accountSubscriptions: AccountSubscriptions;
  readonly links: OamLinks;
}

/**
 * The accounts to which the records of a log group go: subscription filters of the group and of the account, and links to monitoring accounts. Where it is not
 * understood which log groups they are about, they are in doubt.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CrossAccountSubscriptions.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Unified-Cross-Account.html
 */
export function outflows(
  { subscriptions, accountSubscriptions, links }: Outflows,
  logGroupName: string,
  { account }: Scope,
): OutsideReader[] {
  const sharing = links.links.filter(({ resourceTypes }) => resourceTypes.includes('AWS::Logs::LogGroup'));
  const to = (arn: string, through: string, criteria?: Criteria): OutsideReader[] => {
    // An ARN that names no account counts as one of its own: nobody knows whose it is.
    const outsider = { kind: 'account', id: parseArn(arn)?.account || arn } as const;
    const isAbout = criteria ? criteria.select(logGroupName) : true;
    if (outsider.id === account || isAbout === false) return [];
    if (isAbout) return [{ outsider, reads: certain, through }];
    return [{ outsider, reads: unclear, through, doubt: `which log groups ${criteria?.words} selects` }];
  };
  return [
    ...subscriptions.filters.flatMap(({ name, destinationArn }) => to(destinationArn, `subscription filter ${name}`)),
    ...accountSubscriptions.policies.flatMap(({ name, destinationArn, selectionCriteria: words }) =>
      to(destinationArn, `account subscription policy ${name}`, words === undefined ? undefined : { words, select: selectedBy(words) }),
    ),
    ...sharing.flatMap(({ sinkArn, logGroupFilter: words }) =>
      to(sinkArn, 'link to a monitoring account', words === undefined ? undefined : { words, select: sharedBy(words) }),
    ),
  ];
}

/** What selects log groups, in the words of AWS. */
interface Criteria {
  readonly words: string;
  readonly select: Selects;
}
