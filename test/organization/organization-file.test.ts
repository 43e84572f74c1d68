import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseOrganization, readOrganization } from '../../src/organization/organization-file.ts';
import { rules } from '../../rules/registry.ts';
import { InvalidInput } from '../../src/engine/invalid-input.ts';
import { exampleWith } from '../infra/example.ts';

const readers = 'bedrock-log-readers-restricted';
const blocks = 'bedrock-log-buckets-block-public-access';

it('takes the example', async () => {
  const organization = await readOrganization('infra/organization.example.json', rules);
  expect(organization.regions).toEqual(['eu-central-1', 'eu-west-1', 'us-east-1']);
  expect(organization.rules.map(({ rule }) => rule.id)).toEqual(rules.map(({ id }) => id));
  expect(organization.exemptions).toHaveLength(1);
  expect(organization).toMatchObject({ partition: 'aws', rulesThrough: 'organization-pack', functionLogs: { retentionDays: 90 } });
});

it('deploys to every Region that needs no opting in, without those that are closed', () => {
  const { regions } = exampleWith({ regions: 'all-bedrock-regions' });
  expect(regions).toHaveLength(16);
  expect(regions).not.toContain('ap-northeast-1');
  expect(regions).not.toContain('me-south-1');
  expect(exampleWith({ partition: 'aws-us-gov', ...inGovCloud, regions: 'all-bedrock-regions' }).regions).toEqual([
    'us-gov-east-1',
    'us-gov-west-1',
  ]);
});

const inGovCloud = {
  homeRegion: 'us-gov-west-1',
  closedRegions: [],
  deploymentRoles: ['arn:aws-us-gov:iam::123456789012:role/deployment'],
  parameters: {},
};

it('starts a runbook by itself where the organisation wants it, else where the runbook says so', () => {
  const automatic = (remediation: object) => exampleWith({ remediation }).rules.find(({ rule }) => rule.id === blocks);
  expect(automatic({})?.isAutomatic).toBe(true);
  expect(automatic({ [blocks]: 'on-request' })?.isAutomatic).toBe(false);
  expect(automatic({ [blocks]: 'none' })).toMatchObject({
    isAutomatic: undefined,
    rule: expect.not.objectContaining({ remediation: expect.anything() }),
  });
});

it.each<[what: string, change: Record<string, unknown>, message: string]>([
  ['a field that is not there', { unit: 'x' }, 'unit: there is no such field'],
  ['a field that is missing', { organization: undefined }, 'organization: is missing'],
  ['an id that is none', { organization: 'example' }, 'organization: must match pattern "^o-[a-z0-9]{10,32}$"; given "example"'],
  ['another word for all Regions', { regions: 'all' }, 'regions: must match pattern "^all-bedrock-regions$"; given "all"'],
  ['a number for an account', { managementAccount: 111122223333 }, 'managementAccount: must be string; given 111122223333'],
  [
    'a duplicate',
    { regions: ['eu-west-1', 'eu-central-1', 'eu-west-1'] },
    'regions: must NOT have duplicate items (items ## 2 and 0 are identical); given ["eu-west-1","eu-central-1","eu-west-1"]',
  ],
  ['an item that is none', { excludedAccounts: ['12'] }, 'excludedAccounts[0]: must match pattern "^\\d{12}$"; given "12"'],
  [
    'a partition that is not there',
    { partition: 'aws-moon' },
    'partition: must be equal to one of the allowed values aws, aws-us-gov, aws-cn; given "aws-moon"',
  ],
  ['another version', { version: '2' }, `version is "2"; allowed: '1'`],
  ['no version', { version: undefined }, `version is nothing; allowed: '1'`],
  [
    'a closed Region among the Regions',
    { closedRegions: ['eu-west-1'] },
    'closedRegions[0]: eu-west-1 is among regions too; allowed: one or the other',
  ],
  [
    'a home that is not deployed to',
    { homeRegion: 'eu-west-3' },
    'homeRegion: eu-west-3 is not deployed to; allowed: eu-central-1, eu-west-1, us-east-1',
  ],
  [
    'a closed home',
    { regions: 'all-bedrock-regions', closedRegions: ['eu-central-1'] },
    'homeRegion: eu-central-1 is not deployed to; allowed: ap-northeast-1, ',
  ],
  [
    'a partition without Bedrock',
    { partition: 'aws-cn', regions: 'all-bedrock-regions' },
    'regions: no Region is left to deploy to; allowed: a list of Regions',
  ],
  [
    'a management account that administers',
    { managementAccount: '123456789012' },
    'administratorAccount: 123456789012 is managementAccount; allowed: a member account',
  ],
  [
    'an administrator that is excluded',
    { excludedAccounts: ['123456789012'] },
    'excludedAccounts[0]: 123456789012 is administratorAccount, which has what it deploys; allowed: another account',
  ],
  [
    'a management account that is excluded and is not',
    { excludedAccounts: ['111122223333'], managementAccountByHand: true },
    'excludedAccounts[0]: 111122223333 is managementAccount, and managementAccountByHand is true; allowed: one or the other',
  ],
  [
    'a role of another account',
    { deploymentRoles: ['arn:aws:iam::444455556666:role/x'] },
    'deploymentRoles[0]: arn:aws:iam::444455556666:role/x is not of administratorAccount; allowed: roles of 123456789012',
  ],
  [
    'a unit with a pack, which reaches everybody',
    { organizationalUnits: ['ou-exam-12345678'] },
    `organizationalUnits[0]: ou-exam-12345678 is not the root, and a pack of the organisation reaches every account, with functions or without; allowed: the root and excludedAccounts, or rulesThrough: 'stacks'`,
  ],
  [
    'the root with a unit of it',
    { organizationalUnits: ['ou-exam-12345678', 'r-exam'], rulesThrough: 'stacks' },
    'organizationalUnits: given ou-exam-12345678, r-exam; allowed: the root alone, which has all the others',
  ],
  ['a Region of another partition', { regions: ['eu-central-1', 'us-gov-west-1'] }, 'regions[1]: "us-gov-west-1" is not of partition aws'],
  [
    'a key of another partition',
    { functionLogs: { key: 'arn:aws-cn:kms:<region>:123456789012:key/mrk-0123456789abcdef0123456789abcdef' } },
    'functionLogs.key: "arn:aws-cn:kms:<region>:123456789012:key/mrk-0123456789abcdef0123456789abcdef" is not of partition aws',
  ],
  [
    'a rule that is not there',
    { rules: [...rules.map(({ id }) => id), 'nope'] },
    `rules[${rules.length}]: no rule has id 'nope'; known ids: `,
  ],
  [
    'rules without those that others refer to',
    { rules: [readers], parameters: {} },
    'rules: the pack lacks bedrock-invocation-logging-enabled',
  ],
  [
    'parameters of a rule that is not chosen',
    { rules: foundation(), remediation: {} },
    `parameters.${readers}: ${readers} is not among rules`,
  ],
  ['a parameter that is not there', { parameters: { [readers]: { x: 1 } } }, `parameters.${readers}.x: ${readers} has no parameter 'x'`],
  [
    'a value that a rule does not take',
    { parameters: { [readers]: { standard: 'none' } } },
    `parameters.${readers}.standard: parameter 'standard' of ${readers}: the value must be equal to one of the allowed values`,
  ],
  [
    'values that contradict each other',
    { parameters: { 'bedrock-log-retention-within-limits': { minimumDays: 400, maximumDays: 300 } } },
    'parameters.bedrock-log-retention-within-limits: parameters of bedrock-log-retention-within-limits contradict each other: ',
  ],
  [
    'a choice that is none',
    { remediation: { [blocks]: true } },
    `remediation.${blocks}: must be equal to one of the allowed values automatic`,
  ],
  ['a runbook of a rule that is not there', { remediation: { nope: 'none' } }, `remediation.nope: no rule has id 'nope'`],
  ['a runbook that is not there', { runbooks: { nope: {} } }, `runbooks.nope: no rule starts a runbook 'nope'; allowed: `],
  [
    'a runbook that is switched off',
    { remediation: { [blocks]: 'none' }, runbooks: { 'block-log-bucket-public-access': {} } },
    `runbooks.block-log-bucket-public-access: no rule starts a runbook 'block-log-bucket-public-access'`,
  ],
  [
    'a parameter that a runbook does not have',
    { runbooks: { 'block-log-bucket-public-access': { Days: '1' } } },
    'runbooks.block-log-bucket-public-access.Days: there is no such parameter; allowed: none',
  ],
])('refuses %s', (_what, change, message) => {
  expect(() => exampleWith(change)).toThrow(InvalidInput);
  expect(() => exampleWith(change)).toThrow(message);
});

function foundation(): string[] {
  return ['bedrock-invocation-logging-enabled', 'bedrock-log-destinations-exist'];
}

it('names everything that is wrong at once, each with its path', () => {
  const change = { homeRegion: 'eu-west-3', closedRegions: ['us-east-1'], parameters: { [readers]: { x: 1, standard: 'y' } } };
  const lines = messageOf(() => exampleWith(change)).split('\n');
  expect(lines[0]).toBe('the organisation organization.json:');
  expect(lines.slice(1).map((line) => line.split(': ')[0]?.trim())).toEqual([
    'closedRegions[0]',
    'homeRegion',
    `parameters.${readers}.x`,
    `parameters.${readers}.standard`,
  ]);
});

it.each([
  ['[', 'exemptions: exemptions are not JSON'],
  ['[{}]', "exemptions: exemptions: 0 must have required property 'rule'"],
  [JSON.stringify([exemption({ rule: 'no-such-rule' })]), "exemptions[0].rule: no rule has id 'no-such-rule'"],
])('refuses the exemptions %s', (text, message) => {
  expect(() => exampleWith({}, text)).toThrow(message);
});

function exemption(change: object): object {
  const whole = {
    rule: readers,
    resource: '*',
    account: '*',
    region: '*',
    reason: 'A reason.',
    approver: 'Somebody',
    expires: '2027-06-30',
  };
  return { ...whole, ...change };
}

it.each([
  ['no JSON', '{', 'is not JSON'],
  ['nothing', 'null', `version is nothing; allowed: '1'`],
  ['a list', '[]', `version is nothing; allowed: '1'`],
])('refuses %s', (_what, text, message) => {
  expect(() => parseOrganization('here.json', text, rules)).toThrow(`the organisation here.json`);
  expect(() => parseOrganization('here.json', text, rules)).toThrow(message);
});

it('refuses a file that is not there, and exemptions that are not', async () => {
  await expect(readOrganization('/nowhere/organization.json', rules)).rejects.toThrow(
    'the organisation /nowhere/organization.json cannot be read',
  );
  const folder = await mkdtemp(join(tmpdir(), 'bedrock-logging-organization-'));
  try {
    const path = join(folder, 'organization.json');
    await writeFile(path, JSON.stringify({ exemptions: 'gone.json' }));
    await expect(readOrganization(path, rules)).rejects.toThrow(`the exemptions ${join(folder, 'gone.json')} cannot be read`);
    for (const text of ['null', '"text"', '{']) {
      await writeFile(path, text);
      await expect(readOrganization(path, rules)).rejects.toThrow(InvalidInput);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

function messageOf(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}
