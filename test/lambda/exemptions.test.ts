import { describe, expect, it } from 'vitest';
import { bedrockLogDestinationsExist as rule } from '../../rules/bedrock-log-destinations-exist.ts';
import type { Exemption } from '../../src/engine/exemptions.ts';
import { everyDataType } from '../cli/seeds.ts';
import { emulator } from './emulated.ts';
import { distribute, held, invoke, seeds, verdictsHeld, withToken } from './invoke.ts';
import { account, recorded, region } from './recorded-event.ts';

const now = new Date('2026-03-15T23:30:00Z');
const missing = 'there-is-no-such-bucket';
const key = `AWS::S3::Bucket ${missing}`;
const fault = expect.stringMatching(/^bucket there-is-no-such-bucket is not among the buckets/) as string;

const exemption: Exemption = {
  rule: rule.id,
  resource: 'there-is-no-*',
  account: '*',
  region,
  reason: 'moves to another account, CHG-1234',
  approver: 'head of security',
  expires: '2026-12-31',
};

const exempt = (list: unknown, name = 'platform') => distribute(`/bedrock-logging/exemptions/${name}`, JSON.stringify(list));
const bent = (change: Partial<Record<keyof Exemption, unknown>>) => ({ ...exemption, ...change });

/** Logs to a bucket that is not there, and runs the rule. */
async function run() {
  await seeds.log({ s3Config: { bucketName: missing }, ...everyDataType });
  return invoke(rule, await withToken(recorded('scheduled')), { now });
}

describe('an exemption', () => {
  it('makes a fault not applicable, with its day and its reason', async () => {
    await exempt([bent({ resource: 'another' }), exemption]);
    expect(await run()).toMatchObject({ failure: undefined, logged: [{ reported: 1, exempt: 1, exemptionsExpiringSoon: 0 }] });
    const [verdict, annotation] = (await held())[key] ?? [];
    expect(verdict).toBe('NOT_APPLICABLE');
    expect(annotation).toMatch(/^exempt until 2026-12-31: moves to another account, CHG-1234 \(bucket there-is-no-such-bucket is not/);
    expect(annotation).not.toContain('head of security');
  });

  it('stands in any list under the path, at any depth', async () => {
    for (let number = 0; number < 25; number += 1) await exempt([], `list-${number}`);
    await exempt([exemption], 'teams/platform/2026');
    await run();
    expect(await verdictsHeld()).toEqual({ [key]: 'NOT_APPLICABLE' });
  });

  it.each([
    ['2026-03-15', 'exempt until 2026-03-15, today is its last day: '],
    ['2026-03-16', 'exempt until 2026-03-16, 1 day left: '],
    ['2026-04-14', 'exempt until 2026-04-14, 30 days left: '],
  ])('about to end on %s says so', async (expires, start) => {
    await exempt([bent({ expires })]);
    expect(await run()).toMatchObject({ logged: [{ exempt: 1, exemptionsExpiringSoon: 1 }] });
    expect((await held())[key]?.[1]?.startsWith(start)).toBe(true);
  });

  it.each<[string, Partial<Exemption>]>([
    ['that ended yesterday', { expires: '2026-03-14' }],
    ['for another rule', { rule: 'bedrock-log-destinations-encrypted' }],
    ['for another resource', { resource: 'there-is-no' }],
    ['for another account', { account: '444455556666' }],
    ['for another Region', { region: 'us-east-1' }],
  ])('%s does not hold', async (_what, change) => {
    await exempt([bent(change)]);
    await run();
    expect(await held()).toEqual({ [key]: ['NON_COMPLIANT', fault] });
  });

  it('leaves what is compliant, and what is not applicable, as it is', async () => {
    await exempt([bent({ resource: '*' })]);
    const { records } = await seeds.soundLogging();
    await invoke(rule, await withToken(recorded('scheduled')), { now });
    expect((await held())[`AWS::S3::Bucket ${records}`]).toEqual(['COMPLIANT', undefined]);
    expect(Object.values(await verdictsHeld())).not.toContain('NOT_APPLICABLE');
  });

  it('holds for what could not be judged, which then fails nothing', async () => {
    await exempt([bent({ resource: '/bedrock/*' })]);
    const { logGroup } = await seeds.soundLogging();
    await emulator.faults([{ service: 'logs', fault: 'throttled' }]);
    expect((await invoke(rule, await withToken(recorded('scheduled')), { now })).failure).toBeUndefined();
    expect((await held())[`AWS::Logs::LogGroup ${logGroup}`]?.[0]).toBe('NOT_APPLICABLE');
  });
});

describe('exemptions with anything wrong exempt nothing, and the annotation says so:', () => {
  it.each<[string, unknown]>([
    ['no list', { exemptions: [exemption] }],
    ['without an expiry', [bent({ expires: undefined })]],
    ['with an expiry that is a time', [bent({ expires: '2026-12-31T00:00:00Z' })]],
    ['with a day that the calendar does not have', [bent({ expires: '2027-02-29' })]],
    ['with 31 November', [bent({ expires: '2026-11-31' })]],
    ['without an approver', [bent({ approver: undefined })]],
    ['with an empty reason', [bent({ reason: '' })]],
    ['with an account that is none', [bent({ account: '1234*' })]],
    ['with a member nobody knows', [{ ...exemption, until: '2026-12-31' }]],
    ['with one good and one bad', [exemption, bent({ region: 'everywhere' })]],
  ])('%s', async (_what, list) => {
    await exempt(list);
    expect((await run()).failure).toBeUndefined();
    const [verdict, annotation = ''] = (await held())[key] ?? [];
    expect(verdict).toBe('NON_COMPLIANT');
    expect(annotation).toMatch(/^bucket there-is-no-such-bucket is not among .*; not valid, so exempt nothing: platform \(/);
    expect(annotation.length).toBeLessThanOrEqual(256);
  });

  it('not JSON', async () => {
    await distribute('/bedrock-logging/exemptions/platform', 'rule: all');
    await run();
    expect((await held())[key]?.[1]).toMatch(/; not valid, so exempt nothing: platform \(exemptions are not JSON\)$/);
  });

  it('which does not spoil the other lists, nor what is compliant', async () => {
    await distribute('/bedrock-logging/exemptions/broken', '[');
    await exempt([exemption], 'good');
    await run();
    expect((await held())[key]?.[0]).toBe('NOT_APPLICABLE');
    await seeds.soundLogging();
    await invoke(rule, await withToken(recorded('scheduled')), { now });
    expect(Object.values(await verdictsHeld()).sort()).toEqual([...Array<string>(4).fill('COMPLIANT'), 'NOT_APPLICABLE']);
  });
});

describe('exemptions that cannot be read', () => {
  const broken = (kind: 'denied' | 'throttled' | 'wrong-type') =>
    emulator.faults([{ service: 'ssm', resource: '/bedrock-logging/exemptions', fault: kind }]);

  it('exempt nothing, and the annotation says so', async () => {
    await exempt([exemption]);
    await broken('denied');
    expect((await run()).failure).toBeUndefined();
    const [verdict, annotation] = (await held())[key] ?? [];
    expect(verdict).toBe('NON_COMPLIANT');
    expect(annotation).toMatch(/^bucket .*; exemptions could not be read: denied \(AccessDeniedException\)$/);
  });

  it('also fail the run when another try may read them and there is a fault', async () => {
    await exempt([exemption]);
    await broken('throttled');
    expect((await run()).failure).toBe(
      'SSM parameters under /bedrock-logging/exemptions could not be read: throttled (ThrottlingException)',
    );
    expect((await held())[key]).toEqual([
      'NON_COMPLIANT',
      expect.stringContaining('; exemptions could not be read: throttled (ThrottlingException)'),
    ]);
    await emulator.clearFaults();
    expect((await run()).failure).toBeUndefined();
    expect((await held())[key]?.[0]).toBe('NOT_APPLICABLE');
  });

  it('do not matter when nothing is wrong', async () => {
    await broken('throttled');
    await seeds.soundLogging();
    expect((await invoke(rule, await withToken(recorded('scheduled')), { now })).failure).toBeUndefined();
    expect(Object.values(await verdictsHeld())).toEqual(Array(4).fill('COMPLIANT'));
  });

  it('are said behind what could not be verified, too', async () => {
    await broken('denied');
    await emulator.faults([{ service: 'bedrock', fault: 'denied' }]);
    await invoke(rule, await withToken(recorded('scheduled')), { now });
    expect(await held()).toEqual({
      [`AWS::::Account ${account}`]: [
        'NON_COMPLIANT',
        expect.stringMatching(/^UNVERIFIED: .*; exemptions could not be read: denied \(AccessDeniedException\)$/),
      ],
    });
  });
});
