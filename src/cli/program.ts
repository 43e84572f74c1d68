import { Command, Option } from 'commander';
import { configure } from '../engine/parameters.ts';
import { InvalidInput } from '../engine/invalid-input.ts';
import type { Rule } from '../engine/rule.ts';
import { chosenAccounts } from './account-choice.ts';
import { accountChoice, closed, withAccounts, type AccountOptions } from './account-options.ts';
import { collect } from './collect.ts';
import { evaluate } from './evaluate.ts';
import { addExemptions } from './exemptions/commands.ts';
import { addExplain } from './explain/commands.ts';
import { addOrg, addPolicies } from './org/commands.ts';
import { pack } from './pack.ts';
import { addRemediate } from './remediate/commands.ts';
import { chosenRules } from './rule-choice.ts';
import { judgeSample } from './sample.ts';
import { refuseSharedFiles } from './shared-files.ts';
import type { Terminal } from './terminal.ts';

interface EvaluateOptions extends AccountOptions {
  rules?: string;
  evidence?: string;
  record?: string;
  parameters?: string;
  format: 'table' | 'json';
  output?: string;
}

/**
 * The command line.
 *
 * @param exit takes the exit code of the command that ran
 */
export function program(registry: readonly Rule[], terminal: Terminal, exit: (code: 0 | 1 | 2) => void): Command {
  const root = new Command('bedrock-logging')
    .description('Judges how AWS accounts log their Amazon Bedrock model invocations.')
    .version(pack.version)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`bedrock-logging: ${asOneLine(text)}\n`) })
    .configureHelp({ helpWidth: Math.min(terminal.width, 120) })
    .addHelpText('after', '\nExit codes: 0 all compliant, 1 something non-compliant, 2 something unknown or failed.');

  withAccounts(root.command('evaluate').description('judge accounts, live or from evidence'))
    .option('--rules <list>', ruleList)
    .option('--evidence <file>', 'judge recorded evidence (.jsonl, .jsonl.gz) and call no AWS API')
    .option('--record <file>', 'keep what was read as evidence (.jsonl, .jsonl.gz)')
    .option('--parameters <file>', 'JSON file: rule → parameter → value')
    .addOption(new Option('--format <format>', 'what the report looks like').choices(['table', 'json']).default('table'))
    .option('--output <file>', 'write the report to a file instead of standard output')
    .action(async (options: EvaluateOptions) => {
      if (options.evidence !== undefined && options.record !== undefined) {
        throw new InvalidInput('--record keeps what is read from AWS and cannot go with --evidence');
      }
      refuseSharedFiles(filesOf(options));
      const rules = await chosenRules(registry, { rules: options.rules, parameters: options.parameters, closedRegions: closed(options) });
      const accounts = await chosenAccounts(accountChoice(options, options.evidence), registry);
      const presentation = { format: options.format, output: options.output, record: options.record };
      exit((await evaluate(accounts, rules, presentation, terminal)).exitCode);
    });

  withAccounts(root.command('collect').description('read what the rules need, without judging'))
    .option('--rules <list>', ruleList)
    .requiredOption('--record <file>', 'the evidence file to write (.jsonl, .jsonl.gz)')
    .action(async (options: AccountOptions & { rules?: string; record: string }) => {
      refuseSharedFiles(filesOf(options));
      const chosen = await chosenRules(registry, { rules: options.rules, parameters: undefined, closedRegions: closed(options) });
      const rules = chosen.map(({ rule, parameters }) => configure(rule, { ...parameters, ...rule.readsMostWith }));
      exit(await collect(await chosenAccounts(accountChoice(options, undefined), registry), rules, options.record, terminal));
    });

  addExplain(root, registry, terminal, exit);
  addRemediate(root, registry, terminal, exit);

  addExemptions(root, registry, terminal, exit);
  addOrg(root, registry, terminal, exit);
  // The name that it had before there was `org`.
  addPolicies(root.command('organization-policies'), terminal, exit);

  root
    .command('sample')
    .description('judge the sample organisation that comes with the pack; needs no AWS account')
    .action(async () => {
      await judgeSample(registry, terminal);
      exit(0);
    });
  return root;
}

/** Commander's messages start with `error:` and put suggestions on a line of their own. */
const asOneLine = (text: string): string =>
  text
    .replace(/^error: /, '')
    .trim()
    .replaceAll('\n', ' ');

const ruleList = 'ids of the rules to run (default: every rule)';

/** The files that options name, by the option without its dashes. */
const filesOf = ({ parameters, evidence, organizationPolicies, record, output }: Partial<EvaluateOptions>) => ({
  parameters,
  evidence,
  'organization-policies': organizationPolicies,
  record,
  output,
});
