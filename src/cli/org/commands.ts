import { Option, type Command } from 'commander';
import type { Rule } from '../../engine/rule.ts';
import { concurrency } from '../account-options.ts';
import { collectOrganizationPolicies } from '../organization-policies.ts';
import type { Terminal } from '../terminal.ts';
import type { Wish } from './management.ts';

interface ManagementOptions {
  administrator: string;
  securityHub?: true;
  regions?: string;
  keepTrustedAccess?: true;
  dryRun?: true;
  yes?: true;
}

interface DoctorOptions {
  organizationFile?: string;
  assumeRole?: string;
  accounts?: string;
  regions?: string;
  rules?: string;
  securityHub?: true;
  concurrency: number;
  format: 'table' | 'json';
  output?: string;
}

/**
 * Adds the commands about the organisation.
 *
 * @param exit takes the exit code of the command that ran
 */
export function addOrg(root: Command, registry: readonly Rule[], terminal: Terminal, exit: (code: 0 | 1 | 2) => void): void {
  const org = root.command('org').description('prepare an AWS organisation for the rules, and see whether they work in it');
  const managing = (command: Wish['command'], description: string): Command =>
    org
      .command(command)
      .description(description)
      .requiredOption('--administrator <id>', 'the member account that administers the rules for the organisation')
      .option('--security-hub', 'Security Hub too')
      .option('--regions <list>', 'Regions of Security Hub (default: the configured Region)')
      .option('--dry-run', 'show what would change, and change nothing')
      .option('--yes', 'go on without asking')
      .action(async (options: ManagementOptions) => {
        const { manage } = await import('./management.ts');
        exit(await manage(wishOf(command, options), terminal));
      });
  managing('enable', 'let AWS Config and StackSets into the organisation and register who administers them; in the management account');
  managing('disable', 'take back what enable does; in the management account').option(
    '--keep-trusted-access',
    'only deregister the administrator: others in the organisation use what was let in',
  );

  addPolicies(org.command('policies'), terminal, exit);

  org
    .command('doctor')
    .description(
      'see what is missing for the rules to work in every account and Region, and how to mend it; in the delegated administrator',
    )
    .option('--organization-file <file>', 'infra/organization.json: Regions, rules and excluded accounts that are meant to be')
    .option('--assume-role <name>', 'role to assume in the other accounts')
    .option('--accounts <list>', 'account ids (default: every active account of the organisation but its management account)')
    .option('--regions <list|all>', 'Regions to look at (default: those of the organisation file, else the configured Region)')
    .option('--rules <list>', 'ids of the rules that are deployed (default: those of the organisation file, else every rule)')
    .option('--security-hub', 'Security Hub is to be administered from here too')
    .option('--concurrency <n>', 'AWS reads at the same time, 1 to 64', concurrency, 16)
    .addOption(new Option('--format <format>', 'what the report looks like').choices(['table', 'json']).default('table'))
    .option('--output <file>', 'write the report to a file instead of standard output')
    .action(async ({ format, output, ...choice }: DoctorOptions) => {
      const { doctor } = await import('./doctor/doctor.ts');
      exit(await doctor(choice, registry, { format, output }, terminal));
    });
}

/** Makes a command read the policies of the organisation. */
export function addPolicies(command: Command, terminal: Terminal, exit: (code: 0) => void): void {
  command
    .description('read the SCPs and RCPs of every account, with credentials of the management account or a delegated administrator')
    .requiredOption('--output <file>', 'the file to write (.json), for --organization-policies')
    .option('--concurrency <n>', 'AWS reads at the same time, 1 to 64', concurrency, 4)
    .action(async (options: { output: string; concurrency: number }) => {
      await collectOrganizationPolicies(options.output, options.concurrency, terminal);
      exit(0);
    });
}

const wishOf = (command: Wish['command'], options: ManagementOptions): Wish => ({
  command,
  administrator: options.administrator,
  securityHub: options.securityHub ?? false,
  regions: options.regions,
  keepsAccess: options.keepTrustedAccess ?? false,
  isDryRun: options.dryRun ?? false,
  yes: options.yes ?? false,
});
