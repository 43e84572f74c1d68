import { fileURLToPath } from 'node:url';
import { configure } from '../engine/parameters.ts';
import type { Rule } from '../engine/rule.ts';
import { chosenAccounts } from './account-choice.ts';
import { evaluate } from './evaluate.ts';
import type { Terminal } from './terminal.ts';

/** Judges the sample organisation and says what a pipeline would have got. */
export async function judgeSample(registry: readonly Rule[], terminal: Terminal): Promise<void> {
  const evidence = fileURLToPath(new URL('../../examples/organization.jsonl.gz', import.meta.url));
  const nothing = { accounts: undefined, assumeRole: undefined, regions: undefined, organizationPolicies: undefined };
  const choice = { evidence, organization: false, concurrency: 1, ...nothing };
  const rules = registry.map((rule) => configure(rule));
  const { exitCode } = await evaluate(
    await chosenAccounts(choice, registry),
    rules,
    { format: 'table', output: undefined, record: undefined },
    terminal,
  );
  terminal.stdout.write(`This was the sample organisation. A pipeline would have got exit code ${exitCode}.\n`);
}
