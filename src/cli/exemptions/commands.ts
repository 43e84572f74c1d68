import { Option, type Command } from 'commander';
import { InvalidInput } from '../../engine/invalid-input.ts';
import type { Rule } from '../../engine/rule.ts';
import { chosenAccounts } from '../account-choice.ts';
import { accountChoice, closed, withAccounts, type AccountOptions } from '../account-options.ts';
import { fileOutput, spooledOutput } from '../output.ts';
import { chosenRules } from '../rule-choice.ts';
import { refuseSharedFiles } from '../shared-files.ts';
import type { Terminal } from '../terminal.ts';
import { exemptionsFile } from './exemptions-file.ts';
import { hiddenFindings } from './hidden.ts';
import { jsonReport, tableReport } from './report.ts';
import { reviewed } from './review.ts';

interface ReviewOptions extends AccountOptions {
  evidence?: string;
  live?: true;
  parameters?: string;
  format: 'table' | 'json';
  output?: string;
}

/**
 * Adds the command about exemptions.
 *
 * @param exit takes the exit code of the command that ran
 */
export function addExemptions(root: Command, registry: readonly Rule[], terminal: Terminal, exit: (code: 0 | 1 | 2) => void): void {
  const exemptions = root.command('exemptions').description('findings that are not to be put right, until a day');
  withAccounts(exemptions.command('check').argument('<file>', 'the list of exemptions (.json)'))
    .description('see whether exemptions are valid, when they end, and which findings they hide now')
    .option('--evidence <file>', 'what they would hide in recorded evidence (.jsonl, .jsonl.gz)')
    .option('--live', 'what they would hide in accounts, read now')
    .option('--parameters <file>', 'JSON file: rule → parameter → value')
    .addOption(new Option('--format <format>', 'what the report looks like').choices(['table', 'json']).default('table'))
    .option('--output <file>', 'write the report to a file instead of standard output')
    .action(async (path: string, options: ReviewOptions) => exit(await reviewing(path, options, registry, terminal)));
}

async function reviewing(path: string, options: ReviewOptions, registry: readonly Rule[], terminal: Terminal): Promise<0 | 1 | 2> {
  const { evidence, parameters, output, format, organizationPolicies } = options;
  refuseUnusable(options);
  refuseSharedFiles({ exemptions: path, evidence, parameters, 'organization-policies': organizationPolicies, output });
  const file = await exemptionsFile(path, registry);
  const isJudged = evidence !== undefined || options.live === true;
  const hidden =
    isJudged && file.problems.length === 0
      ? await hiddenFindings(
          file.exemptions,
          await chosenAccounts(accountChoice(options, evidence), registry),
          await chosenRules(registry, { rules: undefined, parameters, closedRegions: closed(options) }),
          terminal,
        )
      : undefined;
  const review = reviewed(file, hidden, new Date());
  const out = output === undefined ? await spooledOutput(terminal.stdout) : await fileOutput(output);
  const look = output === undefined ? terminal : { width: 120, colour: false };
  await out.write(format === 'json' ? jsonReport(review) : tableReport(review, look));
  await out.keep();
  return review.exitCode;
}

/** Options that say what to judge mean nothing where nothing is judged. */
function refuseUnusable(options: ReviewOptions): void {
  const { evidence, live, regions, accounts, organization, assumeRole, parameters, closedRegions, organizationPolicies } = options;
  if (evidence !== undefined && live) throw new InvalidInput('--live reads from AWS and cannot go with --evidence');
  if (evidence !== undefined || live) return;
  const given = Object.entries({
    '--regions': regions,
    '--accounts': accounts,
    '--organization': organization,
    '--assume-role': assumeRole,
    '--parameters': parameters,
    '--closed-regions': closedRegions,
    '--organization-policies': organizationPolicies,
  }).find(([, value]) => value !== undefined);
  if (given) throw new InvalidInput(`${given[0]} says what is judged; give --live or --evidence too`);
}
