import { afterAll, beforeEach } from 'vitest';
import type { AutomationDocument } from '../../remediation/automation-document.ts';
import type { Rule } from '../../src/engine/rule.ts';
import type { Finding } from '../../src/engine/finding.ts';
import { judge } from '../../src/engine/judge.ts';
import { liveAccount } from '../../src/engine/live-reader.ts';
import { configure, type ConfiguredRule } from '../../src/engine/parameters.ts';
import { untilKnown } from '../../src/engine/until-known.ts';
import { connect } from '../../src/facts/aws/connection.ts';
import { rendered } from '../../src/generate/automation-document.ts';
import { seedsFor } from '../cli/seeds.ts';
import type { SeenCall } from '../emulator/control.ts';
import { homeAccount } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/start.ts';
import { useEndpoints } from '../facts/read-fact.ts';
import type { Execution } from './interpreter/execution.ts';
import { inEmulator } from './interpreter/in-emulator.ts';
import { runDocument } from './interpreter/run-document.ts';
import type { Run } from './interpreter/run.ts';

export const account = homeAccount;
export const region = 'us-east-1';
export const roleArn = `arn:aws:iam::${account}:role/runbook`;

/** The emulator of the test file that imports this, emptied before each test. */
export const emulator = await startEmulator({ seed: 11 });

useEndpoints(emulator.environmentOf(account));
beforeEach(() => emulator.reset());
afterAll(() => emulator.stop());

/** Makes things in the account and Region of the runbooks. */
export const seeds = seedsFor(emulator, account, region);

/** Runs a document, with the credentials of the account unless others are given. */
export async function runRunbook(document: AutomationDocument, parameters: Run['parameters'], run: Partial<Run> = {}): Promise<Execution> {
  return runDocument(await rendered(document), {
    ...inEmulator(emulator, account, region),
    ...run,
    parameters: { AutomationAssumeRole: roleArn, ...parameters },
  });
}

/** What a rule finds in the account and a Region now. */
export const findingsOf = (
  rule: Rule,
  parameters: Readonly<Record<string, unknown>> = {},
  at: string = region,
): Promise<readonly Finding[]> => findingsOfAll([configure(rule, parameters)], at);

/** What rules find in the account and a Region now; they share what they read. */
export async function findingsOfAll(configured: readonly ConfiguredRule[], at: string = region): Promise<readonly Finding[]> {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = emulator.environmentOf(account);
  const connection = connect({ region: at, credentials: async () => ({ accessKeyId, secretAccessKey }) }, account);
  const scope = { account, region: at, partition: 'aws' };
  const reader = liveAccount((read) => read()).reader(scope, connection);
  const judged = await Promise.all(configured.map((one) => untilKnown(reader, (known) => judge(one, known, scope))));
  return judged.flatMap(({ findings }) => findings);
}

/** What was called since the calls were last cleared that changes something. */
export async function changes(): Promise<string[]> {
  return (await emulator.calls()).filter(isChange).map(({ service, operation }) => `${service}:${operation}`);
}

const isChange = ({ operation }: SeenCall): boolean => !/^(Get|List|Describe|Head)/.test(operation);

/** What every run that is no dry run does: takes its turn and has AWS Config look again. */
export const everyRunCalls = ['ssm:PutParameter', 'config:StartConfigRulesEvaluation'];

/** The IAM actions that were used since the calls were last cleared. */
export async function actionsUsed(): Promise<Set<string>> {
  const used = (await emulator.calls()).flatMap(({ action, furtherActions = [] }) =>
    action === undefined ? [] : [action, ...furtherActions],
  );
  return new Set(used);
}
