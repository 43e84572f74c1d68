import { Option, type Command } from 'commander';
import type { Rule } from '../../engine/rule.ts';
import type { Terminal } from '../terminal.ts';

/** What the user said, as it was given. */
export interface RemediateOptions {
  rule: string;
  account?: string;
  region?: string;
  assumeRole?: string;
  resource?: string[];
  parameters?: string;
  runbookParameters?: string;
  organizationPolicies?: string;
  dryRun?: true;
  yes?: true;
  format: 'table' | 'json';
  output?: string;
}

/**
 * Adds the command that starts runbooks.
 *
 * @param exit takes the exit code of the command that ran
 */
export function addRemediate(root: Command, registry: readonly Rule[], terminal: Terminal, exit: (code: 0 | 1 | 2) => void): void {
  root
    .command('remediate')
    .description('put right what a rule finds, by its runbook: shows what would change, asks, runs it, judges again')
    .requiredOption('--rule <id>', 'the rule')
    .option('--account <id>', "the account (default: the caller's own)")
    .option('--region <name>', 'the Region (default: the configured Region)')
    .option('--assume-role <name>', 'role to assume in an account other than the caller’s own')
    .option('--resource <id>', 'the only resource to put right; may be given several times (default: all that do not comply)', collected)
    .option('--parameters <file>', 'JSON file: rule → parameter → value')
    .option('--runbook-parameters <file>', 'JSON file: parameter of the runbook → text, or list of texts')
    .option('--organization-policies <file>', 'what the command organization-policies wrote: the SCPs and RCPs to reckon with')
    .option('--dry-run', 'show what would change, and change nothing')
    .option('--yes', 'go on without asking')
    .addOption(new Option('--format <format>', 'what the report looks like').choices(['table', 'json']).default('table'))
    .option('--output <file>', 'write the report to a file instead of standard output')
    .action(async (options: RemediateOptions) => {
      // No other command needs the documents and what starts them.
      const { remediateAsTold } = await import('./as-told.ts');
      exit(await remediateAsTold(options, registry, terminal));
    });
}

const collected = (id: string, others: readonly string[] = []): string[] => [...others, id];
