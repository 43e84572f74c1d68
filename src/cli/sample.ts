import { fileURLToPath } from 'node:url';
import { configure } from '../engine/parameters.ts';
import type { Rule } from '../engine/rule.ts';
import { chosenAccounts } from './account-choice.ts';
import { evaluate } from './evaluate.ts';
import type { Terminal } from './terminal.ts';

/** Judges the sample organisation and says what a pipeline would have got. */
export async function judgeSample(registry: readonly Rule[], terminal: Terminal): Promise<void> {
  const evidence = fileURLToPath(new URL('../../examples/organization.jsonl.gz', import.meta.url));
  const choice = { evidence, accounts: undefined, organization: false, assumeRole: undefined, regions: undefined, concurrency: 1 };
  const rules = registry.map((rule) => configure(rule));
  const { exitCode } = await evaluate(
    await chosenAccounts(choice, registry),
    rules,
    { format: 'table', output: undefined, record: undefined },
    terminal,
  );
  terminal.stdout.write(`This was the sample organisation. A pipeline would have got exit code ${exitCode}.\n`);
}
