import { Logger } from '@aws-lambda-powertools/logger';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import pLimit from 'p-limit';
import type { Rule } from '../engine/rule.ts';
import { connect } from '../facts/aws/connection.ts';
import { configRuleHandler } from './handler.ts';

/** Facts read at the same time. */
const concurrency = 16;

/** The Lambda function of a rule: the handler with its surroundings as AWS Lambda provides them. */
export function lambdaFunction(rule: Rule) {
  const credentials = fromNodeProviderChain();
  return configRuleHandler(rule, {
    connect: ({ account, region }) => connect({ region, credentials }, account),
    config: async (region) => (await import('./config-service.ts')).configOperations({ region, credentials }),
    limit: pLimit(concurrency),
    log: new Logger({ serviceName: rule.id }),
    now: () => new Date(),
  });
}
