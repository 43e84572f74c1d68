import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';
import { demand } from './malformed.ts';
import { allPages } from './pages.ts';
import { present } from './present.ts';

const logGroupSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    /** In days; left out when records are kept for ever. */
    retentionInDays: { type: 'integer', minimum: 1 },
    /** ARN; left out when CloudWatch Logs encrypts with a key of its own. */
    kmsKeyId: { type: 'string', minLength: 1 },
    logGroupClass: { type: 'string' },
  },
} as const satisfies JSONSchema;

export type LogGroup = FromSchema<typeof logGroupSchema>;

/**
 * The log group of exactly this name; absent when there is none (a longer name with this prefix is another log group).
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html
 */
export const logGroup: Fact<LogGroup> = {
  id: 'log-group',
  about: 'the log group',
  reach: 'region',
  actions: ['logs:DescribeLogGroups'],
  calls: ['logs:DescribeLogGroups'],
  schema: logGroupSchema,
  async read(aws, _scope, name) {
    const logs = await aws.logs();
    const groups = await allPages(async (nextToken) => {
      const answer = await logs.describeLogGroups({ logGroupNamePrefix: name, nextToken });
      return { items: answer.logGroups, next: answer.nextToken };
    });
    demand(
      groups.every(({ logGroupName }) => logGroupName),
      'name of a log group',
    );
    const group = groups.find(({ logGroupName }) => logGroupName === name);
    if (!group) return undefined;
    return present({ retentionInDays: group.retentionInDays, kmsKeyId: group.kmsKeyId, logGroupClass: group.logGroupClass });
  },
};
