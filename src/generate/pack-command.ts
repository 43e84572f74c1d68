import { Command, Option } from 'commander';
import { packTemplate } from '../../conformance-pack/pack.ts';
import { partitions, type Partition } from '../../conformance-pack/partition.ts';
import { quotas } from '../../conformance-pack/quotas.ts';
import { rendered } from '../../conformance-pack/render.ts';
import type { RemediationPlace } from '../../conformance-pack/role-arn.ts';
import { fileOutput } from '../cli/output.ts';
import { chosenRules } from '../cli/rule-choice.ts';
import { InvalidInput } from '../engine/invalid-input.ts';
import type { ConfiguredRule } from '../engine/parameters.ts';
import type { Rule } from '../engine/rule.ts';

interface PackOptions {
  readonly parameters?: string;
  readonly rules?: string;
  readonly partition?: Partition;
  readonly account?: string;
  readonly singleAccount?: true;
  readonly remediation: boolean;
  readonly output?: string;
}

/** `npm run pack`: renders a pack with an organisation's values. */
export function packCommand(registry: readonly Rule[]): Command {
  return new Command('pack')
    .description('render a conformance pack with your values as its defaults')
    .option('--account <id>', 'account in the ARNs of remediation roles: the management account for an organisation, else your own')
    .option('--single-account', 'render a template that CloudFormation deploys to one account, whichever it is, instead of a pack')
    .option('--parameters <file>', 'JSON file: rule → parameter → value')
    .option('--rules <list>', 'ids of the rules in the pack (default: all)')
    .addOption(new Option('--partition <name>', 'partition of the accounts (default: "aws")').choices(partitions))
    .option('--no-remediation', 'leave out what puts right what the rules find')
    .option('--output <file>', 'write to a file instead of standard output')
    .action(async ({ parameters, rules, remediation, output, ...options }: PackOptions) => {
      const place = placeOf(options);
      const configured = await chosenRules(registry, { rules, parameters, closedRegions: [] });
      const text = rendered(packTemplate(remediation ? configured : configured.map(withoutRemediation), place));
      if (output === undefined) process.stdout.write(text);
      else {
        const file = await fileOutput(output);
        await file.write(text);
        await file.keep();
      }
      const size = Buffer.byteLength(text);
      if (size > quotas.templateBody) {
        console.error(`pack: ${size} bytes are more than the ${quotas.templateBody} that AWS takes as text; deploy it from S3`);
      }
    });
}

const withoutRemediation = ({ rule: { remediation: _remediation, ...rule }, parameters }: ConfiguredRule): ConfiguredRule => ({
  rule,
  parameters,
});

function placeOf({ account, partition, singleAccount }: Pick<PackOptions, 'account' | 'partition' | 'singleAccount'>): RemediationPlace {
  if (singleAccount) {
    const given = Object.entries({ account, partition }).flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${value}`]));
    if (given.length === 0) return 'stack';
    throw new InvalidInput(
      `--single-account is given with ${given.join(' and ')}; allowed: one or the other, for the template takes account and partition from where it is deployed`,
    );
  }
  if (account === undefined)
    throw new InvalidInput('--account is not given; allowed: an account id of 12 digits, or --single-account instead');
  if (!/^\d{12}$/.test(account)) throw new InvalidInput(`--account is ${JSON.stringify(account)}; allowed: an account id of 12 digits`);
  return { partition: partition ?? 'aws', account };
}
