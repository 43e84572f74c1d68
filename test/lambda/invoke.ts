import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { ConfigServiceClient, PutEvaluationsCommand, type Evaluation } from '@aws-sdk/client-config-service';
import { fromEnv } from '@aws-sdk/credential-providers';
import pLimit from 'p-limit';
import type { Rule } from '../../src/engine/rule.ts';
import { connect } from '../../src/facts/aws/connection.ts';
import { configOperations, type ConfigOperations } from '../../src/lambda/config-service.ts';
import { configRuleHandler } from '../../src/lambda/handler.ts';
import { seedsFor } from '../cli/seeds.ts';
import { emulator } from './emulated.ts';
import { account, configRuleName, region } from './recorded-event.ts';

/** What came of an invocation. */
export interface Outcome {
  /** The members of its log lines. */
  readonly logged: readonly Readonly<Record<string, unknown>>[];
  /** The message of what it threw; `undefined` when it succeeded. */
  readonly failure: string | undefined;
}

/** How an invocation differs from one in AWS. */
export interface Circumstances {
  /** Today, for exemptions. */
  readonly now?: Date;
  /** What AWS Config does instead, for what no emulator shows. */
  readonly config?: Partial<ConfigOperations>;
  /** The function's account. */
  readonly functionAccount?: string;
}

/** Makes things in the account of the recorded events. */
export const seeds = seedsFor(emulator, account, region);

/** Invokes the function of a rule with an event, in its own account, with the real SDK against the emulator. */
export async function invoke(rule: Rule, event: unknown, { now, config, functionAccount = account }: Circumstances = {}): Promise<Outcome> {
  const logged: Readonly<Record<string, unknown>>[] = [];
  const settings = { region, credentials: fromEnv() };
  const handler = configRuleHandler(rule, {
    connect: (scope) => connect(settings, scope.account),
    config: async () => ({ ...configOperations(settings), ...config }),
    limit: pLimit(16),
    log: { info: (message, members) => logged.push({ message, ...members }) },
    now: () => now ?? new Date(),
  });
  const context = { awsRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef', invokedFunctionArn: functionArn(functionAccount) };
  try {
    await handler(event, context);
    return { logged, failure: undefined };
  } catch (error) {
    return { logged, failure: (error as Error).message };
  }
}

export const functionArn = (owner = account): string => `arn:aws:lambda:${region}:${owner}:function:bedrock-rule:live`;

/** An event with a token of AWS Config's for its rule. */
export async function withToken(event: Record<string, unknown>): Promise<Record<string, unknown>> {
  return { ...event, resultToken: await emulator.resultToken({ account, region, configRuleName }) };
}

/** What AWS Config holds of the rule: verdict and annotation by type and id. */
export async function held(): Promise<Record<string, readonly [string, string | undefined]>> {
  const results = await emulator.reportedResults();
  return Object.fromEntries(
    results.map((each) => [`${each.ComplianceResourceType} ${each.ComplianceResourceId}`, [each.ComplianceType, each.Annotation] as const]),
  );
}

/** The verdicts AWS Config holds of the rule, by type and id. */
export const verdictsHeld = async (): Promise<Record<string, string>> =>
  Object.fromEntries(Object.entries(await held()).map(([resource, [verdict]]) => [resource, verdict]));

/** Puts results of an earlier run into AWS Config. */
export async function reportedEarlier(at: string, verdicts: Readonly<Record<string, Evaluation['ComplianceType']>>): Promise<void> {
  const Evaluations = Object.entries(verdicts).map(([resource, ComplianceType]) => {
    const [ComplianceResourceType, ComplianceResourceId] = resource.split(' ');
    return { ComplianceResourceType, ComplianceResourceId, ComplianceType, OrderingTimestamp: new Date(at) };
  });
  const ResultToken = await emulator.resultToken({ account, region, configRuleName });
  await emulator.client(account, region, ConfigServiceClient).send(new PutEvaluationsCommand({ ResultToken, Evaluations }));
}

/** Distributes an SSM parameter, as the deployment does. */
export async function distribute(Name: string, Value: string): Promise<void> {
  await emulator.client(account, region, SSMClient).send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }));
}

/** How many calls of one operation the emulator answered well. */
export async function callsOf(operation: string): Promise<number> {
  return (await emulator.calls()).filter((call) => call.operation === operation && call.status === 200).length;
}
