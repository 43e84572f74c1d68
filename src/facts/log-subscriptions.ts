import { absentOn } from './absent.ts';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';
import { allPages } from './pages.ts';

const logSubscriptionsSchema = {
  type: 'object',
  required: ['filters'],
  additionalProperties: false,
  properties: {
    filters: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'destinationArn'],
        additionalProperties: false,
        properties: { name: { type: 'string', minLength: 1 }, destinationArn: { type: 'string', minLength: 1 } },
      },
    },
  },
} as const satisfies JSONSchema;

export type LogSubscriptions = FromSchema<typeof logSubscriptionsSchema>;

/**
 * The subscription filters of the log group of this name, each of which copies records as they arrive; absent when there is no such log group.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeSubscriptionFilters.html
 */
export const logSubscriptions: Fact<LogSubscriptions> = {
  id: 'log-subscriptions',
  about: 'the subscription filters of log group',
  reach: 'region',
  actions: ['logs:DescribeSubscriptionFilters'],
  calls: ['logs:DescribeSubscriptionFilters'],
  schema: logSubscriptionsSchema,
  async read(aws, _scope, logGroupName) {
    const logs = await aws.logs();
    const filters = allPages(async (nextToken) => {
      const answer = await logs.describeSubscriptionFilters({ logGroupName, nextToken });
      return { items: answer.subscriptionFilters, next: answer.nextToken };
    });
    const answer = await absentOn(['ResourceNotFoundException'], filters);
    return (
      answer && {
        filters: answer.map(({ filterName, destinationArn }) => ({ name: filterName as string, destinationArn: destinationArn as string })),
      }
    );
  },
};
