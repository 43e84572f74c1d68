import type { ConfiguredRule } from '../engine/parameters.ts';
import { jsonReport } from '../reports/json.ts';
import type { Report } from '../reports/report.ts';
import { tally, type Summary } from '../reports/summary.ts';
import { tableReport } from '../reports/table.ts';
import type { Accounts } from './account-choice.ts';
import { evidenceOutput } from './evidence-output.ts';
import { fileOutput, spooledOutput, type Output } from './output.ts';
import { pack } from './pack.ts';
import { progressOn } from './progress.ts';
import { survey } from './survey.ts';
import type { Terminal } from './terminal.ts';

/** Where the report goes, and how. */
export interface Presentation {
  readonly format: 'table' | 'json';
  /** Path of a file; `undefined` for standard output. */
  readonly output: string | undefined;
  /** Path of a file for the evidence; `undefined` to keep none. */
  readonly record: string | undefined;
}

/**
 * Judges accounts and reports what was found.
 *
 * @returns the counts, with the exit code a pipeline is to get
 */
export async function evaluate(
  accounts: Accounts,
  rules: readonly ConfiguredRule[],
  presentation: Presentation,
  terminal: Terminal,
): Promise<Summary> {
  const output = presentation.output === undefined ? await spooledOutput(terminal.stdout) : await fileOutput(presentation.output);
  const record = presentation.record === undefined ? undefined : await evidenceOutput(presentation.record, accounts.partition);
  const report = reportFor(presentation, rules, terminal);
  const counts = tally(rules.map(({ rule }) => rule.id));
  const progress = progressOn(terminal.stderr);
  try {
    if (accounts.count !== undefined) progress.start(accounts.count);
    await output.write(report.begin);
    for await (const { account, findings } of survey(accounts, rules, terminal.stop)) {
      await record?.add(account.readings());
      if (account.failure !== undefined) counts.fail(account.failure);
      if (findings) {
        if (findings.length === 0) counts.fail(`account ${account.account}: nothing was judged`);
        counts.add(findings);
        await output.write(report.account(findings));
      }
      progress.advance();
    }
    const { complete, failures } = accounts.ending();
    for (const failure of failures) counts.fail(failure);
    const summary = counts.summary(complete && !terminal.stop.aborted);
    await output.write(report.end(summary));
    progress.stop();
    await record?.keep(summary);
    await output.keep();
    return summary;
  } catch (error) {
    progress.stop();
    await discard(output, record);
    throw error;
  }
}

function reportFor({ format, output }: Presentation, rules: readonly ConfiguredRule[], { width, colour }: Terminal): Report {
  if (format === 'json') return jsonReport(pack, new Date());
  const look = output === undefined ? { width, colour } : { width: 120, colour: false };
  return tableReport(
    rules.map(({ rule }) => rule),
    look,
  );
}

async function discard(...outputs: (Pick<Output, 'discard'> | undefined)[]): Promise<void> {
  await Promise.all(outputs.map((output) => Promise.resolve(output?.discard())));
}
