import { Option, type Command } from 'commander';
import { bedrockLogReadersRestricted } from '../../../rules/bedrock-log-readers-restricted.ts';
import { InvalidInput } from '../../engine/invalid-input.ts';
import { parametersAmong } from '../../engine/parameters.ts';
import type { Rule } from '../../engine/rule.ts';
import { parseArn } from '../../policy/arn.ts';
import { chosenAccounts } from '../account-choice.ts';
import { accountChoice, closed, withAccounts, type AccountOptions } from '../account-options.ts';
import { chosenRules } from '../rule-choice.ts';
import { refuseSharedFiles } from '../shared-files.ts';
import type { Terminal } from '../terminal.ts';
import { explainPrincipal, explainReaders } from './explain.ts';

/**
 * Adds the commands that explain who reads the logs.
 *
 * @param exit takes the exit code of the command that ran
 */
export function addExplain(root: Command, registry: readonly Rule[], terminal: Terminal, exit: (code: 0 | 2) => void): void {
  const explain = root.command('explain').description('tell who reads the logs, and why');
  withExplanations(explain.command('readers').description('tell who reads each destination, grouped by what lets them')).action(
    async (options: ExplainOptions) => {
      const { accounts, parameters, asked } = await explaining(options, registry);
      exit(await explainReaders(accounts, parameters, asked, terminal));
    },
  );
  withExplanations(explain.command('principal').description('tell by which paths a user or role reads each destination, or what stops it'))
    .argument('<arn>', 'ARN of a user or role')
    .action(async (arn: string, options: ExplainOptions) => {
      if (!isPrincipalArn(arn))
        throw new InvalidInput(`'${arn}' is not the ARN of a user or role; allowed: arn:aws:iam::111122223333:role/Name`);
      const { accounts, parameters, asked } = await explaining({ accounts: parseArn(arn)?.account ?? '', ...options }, registry);
      exit(await explainPrincipal(arn, accounts, parameters, asked, terminal));
    });
}

function withExplanations(command: Command): Command {
  return withAccounts(command)
    .option('--evidence <file>', 'explain recorded evidence (.jsonl, .jsonl.gz) and call no AWS API')
    .option('--destination <arn>', 'ARN or name of the only bucket or log group to explain')
    .option('--parameters <file>', 'JSON file: rule → parameter → value; those of bedrock-log-readers-restricted mark who should not read')
    .addOption(new Option('--format <format>', 'what the explanation looks like').choices(['table', 'json']).default('table'))
    .option('--output <file>', 'write to a file instead of standard output');
}

interface ExplainOptions extends AccountOptions {
  evidence?: string;
  parameters?: string;
  destination?: string;
  format: 'table' | 'json';
  output?: string;
}

async function explaining(options: ExplainOptions, registry: readonly Rule[]) {
  const { parameters, evidence, organizationPolicies, output } = options;
  refuseSharedFiles({ parameters, evidence, 'organization-policies': organizationPolicies, output });
  const chosen = await chosenRules(registry, { rules: undefined, parameters, closedRegions: closed(options) });
  return {
    accounts: await chosenAccounts(accountChoice(options, evidence), registry),
    parameters: parametersAmong(chosen, bedrockLogReadersRestricted),
    asked: { destination: options.destination, format: options.format, output },
  };
}

const isPrincipalArn = (text: string): boolean => /^arn:aws[a-z-]*:iam::\d{12}:(user|role)\/.+/.test(text);
