import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { configure } from '../engine/parameters.ts';
import { InvalidInput } from '../engine/invalid-input.ts';
import type { Rule } from '../engine/rule.ts';
import { chosenAccounts, type AccountChoice } from './account-choice.ts';
import { collect } from './collect.ts';
import { evaluate } from './evaluate.ts';
import { pack } from './pack.ts';
import { parseRegions } from './region-scope.ts';
import { chosenRules } from './rule-choice.ts';
import { judgeSample } from './sample.ts';
import type { Terminal } from './terminal.ts';

interface LiveOptions {
  accounts?: string;
  organization?: true;
  assumeRole?: string;
  regions?: string;
  closedRegions?: string;
  rules?: string;
  concurrency: number;
}

interface EvaluateOptions extends LiveOptions {
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
    .option('--evidence <file>', 'judge recorded evidence (.jsonl, .jsonl.gz) and call no AWS API')
    .option('--record <file>', 'keep what was read as evidence (.jsonl, .jsonl.gz)')
    .option('--parameters <file>', 'JSON file: rule → parameter → value')
    .addOption(new Option('--format <format>', 'what the report looks like').choices(['table', 'json']).default('table'))
    .option('--output <file>', 'write the report to a file instead of standard output')
    .action(async (options: EvaluateOptions) => {
      if (options.evidence !== undefined && options.record !== undefined) {
        throw new InvalidInput('--record keeps what is read from AWS and cannot go with --evidence');
      }
      refuseSharedFiles(options);
      const rules = await chosenRules(registry, { rules: options.rules, parameters: options.parameters, closedRegions: closed(options) });
      const accounts = await chosenAccounts(accountChoice(options, options.evidence), registry);
      const presentation = { format: options.format, output: options.output, record: options.record };
      exit((await evaluate(accounts, rules, presentation, terminal)).exitCode);
    });

  withAccounts(root.command('collect').description('read what the rules need, without judging'))
    .requiredOption('--record <file>', 'the evidence file to write (.jsonl, .jsonl.gz)')
    .action(async (options: LiveOptions & { record: string }) => {
      const chosen = await chosenRules(registry, { rules: options.rules, parameters: undefined, closedRegions: closed(options) });
      const rules = chosen.map(({ rule, parameters }) => configure(rule, { ...parameters, ...rule.readsMostWith }));
      exit(await collect(await chosenAccounts(accountChoice(options, undefined), registry), rules, options.record, terminal));
    });

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

/** A report or evidence must not take the place of what it was made from, nor of each other. */
function refuseSharedFiles({ parameters, evidence, record, output }: EvaluateOptions): void {
  const seen = new Map<string, string>();
  for (const [option, path] of Object.entries({ parameters, evidence, record, output })) {
    if (path === undefined) continue;
    const other = seen.get(resolve(path));
    if (other !== undefined) throw new InvalidInput(`--${other} and --${option} name the same file: ${path}`);
    seen.set(resolve(path), option);
  }
}

function withAccounts(command: Command): Command {
  return command
    .option('--regions <list|all>', 'Regions to judge; all = every enabled Region with Bedrock (default: the configured Region)')
    .option('--closed-regions <list>', 'Regions closed to Bedrock, where nothing is judged')
    .option('--rules <list>', 'ids of the rules to run (default: every rule)')
    .option('--accounts <list>', "account ids (default: the caller's own account)")
    .option('--organization', "every active account of the caller's organisation")
    .option('--assume-role <name>', 'role to assume in accounts other than the caller’s own')
    .option('--concurrency <n>', 'AWS reads at the same time, 1 to 64', concurrency, 16);
}

function accountChoice(options: LiveOptions, evidence: string | undefined): AccountChoice {
  return {
    evidence,
    accounts: options.accounts,
    organization: options.organization ?? false,
    assumeRole: options.assumeRole,
    regions: options.regions,
    concurrency: options.concurrency,
  };
}

const closed = ({ closedRegions }: LiveOptions): readonly string[] =>
  closedRegions === undefined ? [] : parseRegions(closedRegions, '--closed-regions');

function concurrency(text: string): number {
  if (!/^\d{1,2}$/.test(text) || Number(text) < 1 || Number(text) > 64)
    throw new InvalidArgumentError('it must be an integer from 1 to 64.');
  return Number(text);
}
