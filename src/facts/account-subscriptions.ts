import type { AccountPolicy } from '@aws-sdk/client-cloudwatch-logs';
import { absentOn } from './absent.ts';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';
import { isObject, malformed } from './malformed.ts';
import { allPages } from './pages.ts';
import { present } from './present.ts';

const accountSubscriptionsSchema = {
  type: 'object',
  required: ['policies'],
  additionalProperties: false,
  properties: {
    policies: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'destinationArn'],
        additionalProperties: false,
        properties: {
          name: { type: 'string', minLength: 1 },
          destinationArn: { type: 'string', minLength: 1 },
          /** Which log groups it is about, in the words of AWS; left out when it is about all of them. */
          selectionCriteria: { type: 'string' },
        },
      },
    },
  },
} as const satisfies JSONSchema;

export type AccountSubscriptions = FromSchema<typeof accountSubscriptionsSchema>;

/**
 * The subscription filters that the account has for all of its log groups in the Region, or for those it selects.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeAccountPolicies.html
 */
export const accountSubscriptions: Fact<AccountSubscriptions> = {
  id: 'account-subscriptions',
  about: 'the subscription filters of the account',
  reach: 'region',
  // AWS asks for the second one as well to show policies of this type.
  actions: ['logs:DescribeAccountPolicies', 'logs:DescribeSubscriptionFilters'],
  calls: ['logs:DescribeAccountPolicies'],
  schema: accountSubscriptionsSchema,
  async read(aws) {
    const logs = await aws.logs();
    const policies = allPages(async (nextToken) => {
      const answer = await logs.describeAccountPolicies({ policyType: 'SUBSCRIPTION_FILTER_POLICY', nextToken });
      return { items: answer.accountPolicies, next: answer.nextToken };
    });
    const answer = await absentOn(['ResourceNotFoundException'], policies);
    return { policies: (answer ?? []).map(subscriptionOf) };
  },
};

function subscriptionOf({ policyName, policyDocument, selectionCriteria }: AccountPolicy) {
  return { name: policyName as string, destinationArn: destinationOf(policyDocument), ...present({ selectionCriteria }) };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutAccountPolicy.html */
function destinationOf(document: string | undefined): string {
  try {
    const policy: unknown = JSON.parse(document ?? '');
    if (isObject(policy)) return (policy as { DestinationArn: string }).DestinationArn;
  } catch {
    // Refused below, together with what is JSON and no object.
  }
  throw malformed('the answer has no document of an account policy');
}
