import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { expect, it } from 'vitest';
import { homeAccount } from '../emulator/emulator.ts';
import { caller, emulator, limit, service } from './remediate-place.ts';
import { run } from './run.ts';
import { everyDataType, seedsFor } from './seeds.ts';

const rule = 'bedrock-log-retention-within-limits';
const seeds = seedsFor(emulator, homeAccount);

it('a runbook is given what its rule judges by, and approved by whom its parameters name', async () => {
  await seeds.logGroup('/bedrock/invocations', undefined);
  const roleArn = await seeds.role('bedrock-delivery');
  await seeds.log({ cloudWatchConfig: { logGroupName: '/bedrock/invocations', roleArn }, ...everyDataType });
  const folder = await mkdtemp(join(tmpdir(), 'approved-'));
  try {
    await writeFile(join(folder, 'rule.json'), JSON.stringify({ [rule]: { minimumDays: 30, maximumDays: 90 } }));
    await writeFile(join(folder, 'runbook.json'), JSON.stringify({ Approver: caller }));
    const files = ['--parameters', 'rule.json', '--runbook-parameters', 'runbook.json'];
    const { exitCode, stdout, stderr } = await run(
      ['remediate', '--rule', rule, '--yes', ...files],
      service.environmentOf(homeAccount),
      folder,
      limit,
    );
    expect(exitCode, `${stdout}${stderr}`).toBe(0);
    expect(service.executions()[1]?.started.parameters).toMatchObject({ MinimumDays: ['30'], MaximumDays: ['90'], Approver: [caller] });
    expect(stderr).toMatch(/waits for an approval by arn:aws:iam::111122223333:user\/auditor/);
    expect(stdout).toMatch(/[+~] logGroups › \/bedrock\/invocations › retentionInDays: /);
    const { logGroups } = await seeds.logs.send(new DescribeLogGroupsCommand({}));
    expect(logGroups?.[0]?.retentionInDays).toBeGreaterThanOrEqual(30);
    expect(logGroups?.[0]?.retentionInDays).toBeLessThanOrEqual(90);
  } finally {
    await rm(folder, { recursive: true });
  }
});
