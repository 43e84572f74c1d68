import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { packTemplate } from '../../conformance-pack/pack.ts';
import { functionArtefact } from '../../infra/deployed.ts';
import { apart } from '../../src/organization/long-parameters.ts';
import { exemptionTexts, settingsOf } from '../../infra/settings.ts';
import { substituted } from '../../infra/substituted.ts';
import { restrictLogReaders } from '../../remediation/restrict-log-readers/runbook.ts';
import type { Runbook } from '../../remediation/runbook.ts';
import { rules } from '../../rules/registry.ts';
import { parseExemptions, type Exemption } from '../../src/engine/exemptions.ts';
import { configure } from '../../src/engine/parameters.ts';
import { exampleWith } from './example.ts';
import { resolvedResources } from '../conformance-pack/resolve.ts';

const readers = 'bedrock-log-readers-restricted';
const allowedReaders = Array.from({ length: 60 }, (_, at) => `arn:aws:iam::${String(100_000_000_001 + at)}:role/bedrock-log-reader`);
const withLongList = (change: object = {}) =>
  exampleWith({ parameters: { [readers]: { allowedReaders } }, remediation: { [readers]: 'none' }, ...change });

it('puts a list that is too long for the pack into SSM, and leaves the others in the pack', () => {
  const organization = withLongList();
  expect(settingsOf({ ...organization, exemptions: [] })).toEqual([
    expect.objectContaining({
      id: 'BedrockLogReadersRestrictedAllowedReadersParameter',
      path: `/bedrock-logging/parameters/${readers}/allowedReaders`,
      value: allowedReaders.join(','),
      tier: 'Standard',
    }),
  ]);
  const resources = resolvedResources(packTemplate(organization.rules, 'stack'));
  const input = resources['BedrockLogReadersRestricted']?.Properties['InputParameters'];
  expect(input).not.toHaveProperty('allowedReaders');
  expect(input).toMatchObject({ standard: 'no-broad-grants' });
});

it('pays for an advanced parameter only where the standard one is too short, and takes none that is longer', () => {
  const [setting] = settingsOf(withLongList({ parameters: { [readers]: { allowedReaders: longer(90) } } }));
  expect(setting).toMatchObject({ tier: 'Advanced' });
  expect(() => withLongList({ parameters: { [readers]: { allowedReaders: longer(200) } } })).toThrow(
    /parameters\.bedrock-log-readers-restricted: allowedReaders has \d+ bytes; an SSM parameter holds 8192/,
  );
});

const longer = (length: number) =>
  Array.from({ length }, (_, at) => `arn:aws:iam::${String(100_000_000_001 + at)}:role/bedrock-log-reader`);

it('leaves nothing out that a runbook is given and does not look for by itself', () => {
  const rule = rules.find(({ id }) => id === readers);
  if (!rule) throw new Error('there is no such rule');
  const long = (remediation: Runbook) => apart(configure({ ...rule, remediation }, { allowedReaders }));
  expect(() => long(restrictLogReaders)).toThrow(
    `its runbook is given allowedReaders too; allowed: shorter values, or remediation.${readers}: 'none'`,
  );
  expect(Object.keys(long({ ...restrictLogReaders, parameters: {} }).inSsm)).toEqual(['allowedReaders']);
});

const exemption = (change: Partial<Exemption> = {}): Exemption => ({
  rule: readers,
  resource: 'a-bucket',
  account: '444455556666',
  region: 'eu-west-1',
  reason: 'It is being moved.',
  approver: 'platform@example.com',
  expires: '2027-03-31',
  ...change,
});

it('splits exemptions over lists that SSM takes, in their order, none lost', () => {
  const all = Array.from({ length: 200 }, (_, at) => exemption({ resource: `bucket-${at}`, reason: 'Überprüft. '.repeat(1 + (at % 5)) }));
  const lists = exemptionTexts(all);
  expect(lists.length).toBeGreaterThan(5);
  expect(lists.filter((list) => Buffer.byteLength(list) > 4_096)).toEqual([]);
  expect(lists.flatMap((list) => parseExemptions(list))).toEqual(all);
  expect(
    settingsOf({ rules: [], exemptions: all })
      .map(({ path }) => path)
      .slice(0, 2),
  ).toEqual(['/bedrock-logging/exemptions/list-001', '/bedrock-logging/exemptions/list-002']);
});

it('makes no parameter where nothing is exempt, and refuses an exemption that no parameter holds', () => {
  expect(exemptionTexts([])).toEqual([]);
  expect(() => exemptionTexts([exemption(), exemption({ resource: 'ü'.repeat(2_048) })])).toThrow(
    /exemptions\[1\]: it has \d+ bytes as a list; allowed: 4096/,
  );
});

it('puts Fn::Sub around pseudo parameters alone, and leaves variables of IAM policies as they are', () => {
  expect(substituted({ one: ['arn:${AWS::Partition}:s3:::${aws:username}', 'plain', '${aws:username}', 1] })).toEqual({
    one: [{ 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${!aws:username}' }, 'plain', '${aws:username}', 1],
  });
});

it('uploads the bytes that were built, under their hash', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bedrock-logging-built-'));
  try {
    const [rule] = rules;
    if (!rule) throw new Error('there is no rule');
    const built = pathToFileURL(`${folder}/`);
    await expect(functionArtefact(rule, built)).rejects.toThrow(`the function of ${rule.id} is not built; run: npm run build`);
    await writeFile(join(folder, `${rule.id}.zip`), 'abc');
    expect(await functionArtefact(rule, built)).toEqual({
      key: `functions/${rule.id}/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.zip`,
      body: Buffer.from('abc'),
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});
