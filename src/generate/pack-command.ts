import { Command, Option } from 'commander';
import { packTemplate } from '../../conformance-pack/pack.ts';
import { partitions, type Partition } from '../../conformance-pack/partition.ts';
import { quotas } from '../../conformance-pack/quotas.ts';
import { rendered } from '../../conformance-pack/render.ts';
import { fileOutput } from '../cli/output.ts';
import { chosenRules } from '../cli/rule-choice.ts';
import { InvalidInput } from '../engine/invalid-input.ts';
import type { Rule } from '../engine/rule.ts';

interface PackOptions {
  readonly parameters?: string;
  readonly rules?: string;
  readonly partition: Partition;
  readonly account: string;
  readonly output?: string;
}

/** `npm run pack`: renders a pack with an organisation's values. */
export function packCommand(registry: readonly Rule[]): Command {
  return new Command('pack')
    .description('render a conformance pack with your values as its defaults')
    .requiredOption('--account <id>', 'account in the ARNs of remediation roles: the management account for an organisation, else your own')
    .option('--parameters <file>', 'JSON file: rule → parameter → value')
    .option('--rules <list>', 'ids of the rules in the pack (default: all)')
    .addOption(new Option('--partition <name>', 'partition of the accounts').choices(partitions).default('aws'))
    .option('--output <file>', 'write to a file instead of standard output')
    .action(async ({ account, parameters, rules, partition, output }: PackOptions) => {
      if (!/^\d{12}$/.test(account)) throw new InvalidInput(`--account is ${JSON.stringify(account)}; allowed: an account id of 12 digits`);
      const configured = await chosenRules(registry, { rules, parameters, closedRegions: [] });
      const text = rendered(packTemplate(configured, { partition, account }));
      if (output === undefined) process.stdout.write(text);
      else {
        const file = await fileOutput(output);
        await file.write(text);
        await file.keep();
      }
      const size = Buffer.byteLength(text);
      if (size > quotas.templateBody) {
        console.error(`pack: ${size} bytes are more than the ${quotas.templateBody} that AWS Config takes as text; deploy it from S3`);
      }
    });
}
