import { Logger } from '@aws-lambda-powertools/logger';
import { fromEnv } from '@aws-sdk/credential-providers';
import pLimit from 'p-limit';
import type { Rule } from '../engine/rule.ts';
import { connect, type Connection } from '../facts/aws/connection.ts';
import type { ConfigOperations } from './config-service.ts';
import { configRuleHandler } from './handler.ts';
import { LogLine } from './log-line.ts';

/** Facts read at the same time. */
const concurrency = 16;

/** The Lambda function of a rule: the handler with its surroundings as AWS Lambda provides them. Its clients outlive an invocation. */
export function lambdaFunction(rule: Rule) {
  const credentials = fromEnv();
  let connection: Connection | undefined;
  let config: Promise<ConfigOperations> | undefined;
  return configRuleHandler(rule, {
    connect: ({ account, region }) => (connection ??= connect({ region, credentials }, account)),
    config: (region) =>
      (config ??= import('./config-service.ts').then(({ configOperations }) => configOperations({ region, credentials }))),
    limit: pLimit(concurrency),
    log: new Logger({ logFormatter: new LogLine() }),
    now: () => new Date(),
  });
}
