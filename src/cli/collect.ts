import type { ConfiguredRule } from '../engine/parameters.ts';
import { visible } from '../engine/wording.ts';
import type { Accounts } from './account-choice.ts';
import { evidenceOutput } from './evidence-output.ts';
import { progressOn } from './progress.ts';
import { survey } from './survey.ts';
import type { Terminal } from './terminal.ts';

/**
 * Reads what the rules need of accounts and keeps it as evidence, without judging.
 *
 * @returns the exit code: 2 when something could not be read or the run was stopped, else 0
 */
export async function collect(accounts: Accounts, rules: readonly ConfiguredRule[], path: string, terminal: Terminal): Promise<0 | 2> {
  const record = await evidenceOutput(path, accounts.partition);
  const progress = progressOn(terminal.stderr);
  let [read, refused, collected] = [0, 0, 0];
  const failures: string[] = [];
  try {
    if (accounts.count !== undefined) progress.start(accounts.count);
    for await (const { account } of survey(accounts, rules, terminal.stop)) {
      const readings = account.readings();
      read += readings.length;
      refused += readings.filter((reading) => 'refused' in reading).length;
      collected += 1;
      if (account.failure !== undefined) {
        failures.push(account.failure);
        terminal.stderr.write(`bedrock-logging: ${visible(account.failure)}\n`);
      }
      await record.add(readings);
      progress.advance();
    }
    progress.stop();
    await record.keep({ complete: !terminal.stop.aborted, failures });
  } catch (error) {
    progress.stop();
    await record.discard();
    throw error;
  }
  const partly = terminal.stop.aborted ? ', stopped before the end' : '';
  terminal.stderr.write(`${path}: ${read} facts of ${collected} accounts, ${refused} of them refused${partly}\n`);
  return refused > 0 || failures.length > 0 || terminal.stop.aborted ? 2 : 0;
}
