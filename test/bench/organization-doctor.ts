import { argv } from 'node:process';
import { accountIds, administrator, deployed, reportIn } from '../cli/org-place.ts';
import { cli, ended } from '../cli/run.ts';
import { startEmulator } from '../emulator/start.ts';
import { enabledByDefault } from '../../src/facts/bedrock-regions.ts';
import { spawn } from 'node:child_process';

/**
 * Times `org doctor` over an organisation of 200 accounts in every Region with Bedrock that no account has to opt in to, against the emulator:
 * `npx tsx test/bench/organization-doctor.ts [accounts] [concurrency]`.
 */
const [accounts = '200', concurrency = '16'] = argv.slice(2);
const emulator = await startEmulator({ seed: 1 });
try {
  await emulator.setPaging(false);
  const ids = accountIds(Number(accounts) - 1);
  const seeding = performance.now();
  await deployed(emulator, ids, enabledByDefault, [
    { account: ids[7] ?? '', recorder: 'stopped' },
    { region: 'eu-west-3', account: ids[11] ?? '', pack: { Status: 'CREATE_FAILED', ErrorCode: 'Failed', ErrorMessage: 'made up' } },
  ]);
  console.log(`seeded in ${seconds(seeding)}`);
  const args = ['org', 'doctor', '--assume-role', 'Auditor', '--regions', enabledByDefault.join(','), '--concurrency', concurrency];
  const env = { PATH: process.env['PATH'] ?? '', ...emulator.environmentOf(administrator) };
  const started = performance.now();
  const run = await ended(spawn(process.execPath, [cli, ...args, '--format', 'json'], { env, stdio: ['ignore', 'pipe', 'pipe'] }));
  const took = seconds(started);
  const report = reportIn(run);
  const calls = (await emulator.calls()).length;
  console.log(`${report.accountRegions} account-Regions, ${calls} calls, ${took}, exit code ${run.exitCode}`);
  console.log(`problems: ${report.observations.map(({ check }) => check).join(', ')}`);
} finally {
  await emulator.stop();
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1_000).toFixed(1)} s`;
}
