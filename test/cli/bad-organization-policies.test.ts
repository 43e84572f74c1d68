import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { refusal, unconnected } from './refusal.ts';

/** The hashes by `printf … | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' | cut -c1-22`. */
const [allow, deny] = ['QQCDc1c1oQ5lihnt0XBOYG', 'MCagykheWDFle6ASD6jdZr'];
const full = { name: 'FullAWSAccess', document: allow };
const policies = { scps: [[full], [full, { name: 'guard', document: deny }]], rcps: [] };
const [one, two] = ['111122223333', '222233334444'];
const sound = {
  organizationPolicies: 'bedrock-logging-rules',
  version: '1',
  collectedAt: '2026-03-01T08:00:00.000Z',
  organization: 'o-exampleorgid',
  documents: { [deny]: 'deny', [allow]: 'allow' },
  accounts: { [one]: { isManagementAccount: true, scps: [], rcps: [] }, [two]: policies },
};
const without = (name: keyof typeof sound) => Object.fromEntries(Object.entries(sound).filter(([member]) => member !== name));
const withAccount = (account: unknown) => ({ ...sound, accounts: { [two]: account } });

const cases: readonly (readonly [what: string, content: unknown, problem: RegExp])[] = [
  ['is empty', '', /they are not JSON$/],
  ['is cut off', JSON.stringify(sound).slice(0, -20), /they are not JSON$/],
  ['is null', 'null', /they are something else: organizationPolicies must be 'bedrock-logging-rules', as bedrock-logging organization-/],
  ['is a list', [sound], /they are something else/],
  ['is a number', '7', /they are something else/],
  ['is a policy', { Version: '2012-10-17', Statement: [] }, /they are something else/],
  ['is of another version', { ...sound, version: '2' }, /they are of version "2"; this program reads version "1"$/],
  ['is of a version that is no text', { ...sound, version: 1 }, /they are of version 1; this program reads version "1"$/],
  ['is of no version', without('version'), /they are of version nothing; this program reads version "1"$/],
  ['does not say when', without('collectedAt'), /it must have required property 'collectedAt'$/],
  ['says when in another way', { ...sound, collectedAt: 'yesterday' }, /collectedAt must match pattern .*; given "yesterday"$/],
  ['has a bad organisation', { ...sound, organization: 'acme' }, /organization must match pattern "\^o-.*; given "acme"$/],
  ['has no documents', without('documents'), /it must have required property 'documents'$/],
  ['has documents that are no object', { ...sound, documents: 3 }, /documents must be object; given 3$/],
  [
    'has a document that is no text',
    { ...sound, documents: { [allow]: {}, [deny]: 'deny' } },
    /documents\.QQCDc1c1oQ5lihnt0XBOYG must be string$/,
  ],
  [
    'has a document under no hash',
    { ...sound, documents: { allow: 'allow' } },
    /documents must NOT have additional properties \('allow'\)$/,
  ],
  [
    'has a document that was edited',
    { ...sound, documents: { [allow]: 'deny', [deny]: 'deny' } },
    /documents: the text under 'QQCDc1c1oQ5lihnt0XBOYG' is not the one of that hash, it has 'MCagykheWDFle6ASD6jdZr'$/,
  ],
  ['has no accounts', without('accounts'), /it must have required property 'accounts'$/],
  ['has accounts in a list', { ...sound, accounts: [policies] }, /accounts: '0' is not an account id; wanted: twelve digits$/],
  ['has accounts that are a number', { ...sound, accounts: 12 }, /accounts must be object; given 12$/],
  [
    'has a bad account id',
    { ...sound, accounts: { [one]: policies, '12345': policies } },
    /accounts: '12345' is not an account id; wanted: twelve digits$/,
  ],
  ['has an account by its name', { ...sound, accounts: { payments: policies } }, /accounts: 'payments' is not an account id/],
  ['has an account that is null', withAccount(null), /accounts\.222233334444 must be object; given null$/],
  ['lacks the SCPs of an account', withAccount({ rcps: [] }), /accounts\.222233334444 must have required property 'scps'$/],
  ['has SCPs without levels', withAccount({ ...policies, scps: [full] }), /accounts\.222233334444\.scps\.0 must be array$/],
  [
    'has a level without SCPs',
    withAccount({ ...policies, scps: [[full], []] }),
    /accounts\.222233334444\.scps\.1 must NOT have fewer than 1 items$/,
  ],
  [
    'has a policy without a name',
    withAccount({ ...policies, rcps: [[{ document: allow }]] }),
    /rcps\.0\.0 must have required property 'name'$/,
  ],
  [
    'refers to what is no hash',
    withAccount({ ...policies, rcps: [[{ name: 'x', document: 'allow' }]] }),
    /rcps\.0\.0\.document must match pattern .*; given "allow"$/,
  ],
  [
    'refers to a document that it does not hold',
    { ...sound, documents: { [allow]: 'allow' } },
    /accounts\.222233334444: document 'MCagykheWDFle6ASD6jdZr' of policy 'guard' is not in documents$/,
  ],
  [
    'binds the management account',
    withAccount({ ...policies, isManagementAccount: true }),
    /accounts\.222233334444 is the management account, which no policy binds/,
  ],
  [
    'says of an account that it is not the management account',
    withAccount({ ...policies, isManagementAccount: false }),
    /isManagementAccount must be equal to constant; given false$/,
  ],
  ['has a member too many', { ...sound, note: 'x' }, /it must NOT have additional properties \('note'\)$/],
  ['has a member too many in an account', withAccount({ ...policies, tags: [] }), /additional properties \('tags'\)$/],
];

const args = ['evaluate', '--organization-policies', 'o.json'];

describe('organisation policies', () => {
  it.concurrent.each(cases)('are refused when the file %s', async (_what, content, problem) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    const said = await refusal(args, unconnected, { 'o.json': text });
    expect(said).toMatch(/^bedrock-logging: organisation policies o\.json cannot be used: /);
    expect(said).toMatch(problem);
  });

  it.concurrent.each([
    ['is not there', ['o.json'], /organisation policies o\.json cannot be read: ENOENT/],
    ['is a folder', ['.'], /organisation policies \. cannot be read: EISDIR/],
    ['is not compressed but says so', ['x.json.gz'], /organisation policies x\.json\.gz cannot be read: incorrect header check/],
  ] as const)('are refused when the file %s', async (_what, [path], problem) => {
    const said = await refusal(['evaluate', '--organization-policies', path], unconnected, { 'x.json.gz': JSON.stringify(sound) });
    expect(said).toMatch(problem);
  });

  it.concurrent.each([
    ['collect', ['collect', '--record', 'x.jsonl', '--organization-policies', 'o.json']],
    ['evaluate --evidence', ['evaluate', '--evidence', 'x.jsonl', '--organization-policies', 'o.json']],
  ])('are refused by %s too', async (_what, command) => {
    const said = await refusal(command, unconnected, { 'o.json': '{}', 'x.jsonl': 'as it was' });
    expect(said).toMatch(/organisation policies o\.json cannot be used/);
  });

  it.concurrent.each([
    ['evaluate', ['--output', './o.json'], /--organization-policies and --output name the same file: \.\/o\.json$/],
    ['evaluate', ['--record', 'o.json'], /--organization-policies and --record name the same file: o\.json$/],
    ['evaluate', ['--parameters', 'o.json'], /--parameters and --organization-policies name the same file: o\.json$/],
    ['evaluate', ['--evidence', 'o.json'], /--evidence and --organization-policies name the same file: o\.json$/],
    ['collect', ['--record', 'o.json'], /--organization-policies and --record name the same file: o\.json$/],
  ])('are not written over, nor taken for something else, by %s %j', async (command, options, problem) => {
    const said = await refusal([command, '--organization-policies', 'o.json', ...options], unconnected, {
      'o.json': JSON.stringify(sound),
    });
    expect(said).toMatch(problem);
  });

  it.concurrent('are taken as they should be, compressed or not', async () => {
    const content = JSON.stringify(sound);
    for (const [path, file] of [
      ['o.json', content],
      ['o.json.gz', gzipSync(content)],
    ] as const) {
      const said = await refusal(['evaluate', '--organization-policies', path], unconnected, { [path]: file });
      expect(said).toMatch(/STS endpoint/);
    }
  });
});
