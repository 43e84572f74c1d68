/** A service that the organisation trusts, and that one member account administers for it. */
export interface OrganizationService {
  readonly principal: string;
  /** Why it is needed; completes "so that". */
  readonly purpose: string;
  /** What stops working without trusted access, whoever made use of it. */
  readonly loss: string;
  /** How many accounts may administer it; `undefined` where AWS documents no limit. */
  readonly mostAdministrators?: number;
}

export const stackSets: OrganizationService = {
  principal: 'member.org.stacksets.cloudformation.amazonaws.com',
  purpose: 'StackSets of the administrator put functions, roles, documents and parameters into every account, new ones included',
  loss: 'no service-managed StackSet of the organisation deploys, updates or reaches new accounts, whoever made it',
  mostAdministrators: 5,
};

export const securityHub = 'securityhub.amazonaws.com';

/**
 * What the rules need to be deployed from a delegated administrator, in the order in which it is enabled.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/set-up-aggregator-cli.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-delegated-admin.html
 */
export const organizationServices: readonly OrganizationService[] = [
  {
    principal: 'config-multiaccountsetup.amazonaws.com',
    purpose: 'the administrator deploys the conformance pack to every account',
    loss: 'organisation rules and organisation packs of AWS Config can no longer be deployed, changed or deleted, whoever made them',
    mostAdministrators: 3,
  },
  {
    principal: 'config.amazonaws.com',
    purpose: 'an aggregator of the administrator collects the verdicts of every account',
    loss: 'aggregators of AWS Config for the whole organisation collect nothing more',
  },
  stackSets,
];
