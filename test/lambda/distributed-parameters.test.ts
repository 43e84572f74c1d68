import { describe, expect, it } from 'vitest';
import { bedrockLogRetentionWithinLimits as rule } from '../../rules/bedrock-log-retention-within-limits.ts';
import { emulator } from './emulated.ts';
import { distribute, held, invoke, seeds, verdictsHeld, withToken } from './invoke.ts';
import { recorded } from './recorded-event.ts';

const path = `/bedrock-logging/parameters/${rule.id}`;
const scheduled = (ruleParameters = '{}') => withToken(recorded('scheduled', { event: { ruleParameters } }));

/** Logging whose every destination keeps records for 400 days. */
const keptFor400Days = () => seeds.soundLogging();

describe('parameters that AWS Config has no room for', () => {
  it('come from SSM, one parameter each', async () => {
    await keptFor400Days();
    await distribute(`${path}/minimumDays`, '401');
    await distribute(`${path}/maximumDays`, '3000');
    await distribute(
      `${path}/closedRegions`,
      Array.from({ length: 150 }, (_, n) => `xx-nowhere-${n % 10}`)
        .filter((each, n, all) => all.indexOf(each) === n)
        .join(', '),
    );
    expect((await invoke(rule, await scheduled())).failure).toBeUndefined();
    expect(new Set(Object.values(await verdictsHeld()))).toEqual(new Set(['NON_COMPLIANT']));
  });

  it('give way to those of the rule itself', async () => {
    await keptFor400Days();
    await distribute(`${path}/minimumDays`, '401');
    await invoke(rule, await scheduled('{"minimumDays":"400"}'));
    expect(new Set(Object.values(await verdictsHeld()))).toEqual(new Set(['COMPLIANT']));
  });

  it('are those of the rule only', async () => {
    await keptFor400Days();
    await distribute(`${path}-and-more/minimumDays`, '401');
    await distribute('/bedrock-logging/parameters/another-rule/minimumDays', '401');
    await distribute('/bedrock-logging/parameters/minimumDays', '401');
    await invoke(rule, await scheduled());
    expect(new Set(Object.values(await verdictsHeld()))).toEqual(new Set(['COMPLIANT']));
  });

  it('choose what becomes of what nobody may read', async () => {
    await keptFor400Days();
    await distribute(`${path}/whenUnreadable`, 'FAIL');
    await emulator.faults([{ service: 'logs', fault: 'denied' }]);
    expect((await invoke(rule, await scheduled())).failure).toContain('could not be judged');
    expect((await invoke(rule, await scheduled('{"whenUnreadable":"NON_COMPLIANT"}'))).failure).toBeUndefined();
  });

  it.each([
    ['denied', 'denied (AccessDeniedException)'],
    ['throttled', 'throttled (ThrottlingException)'],
    ['wrong-type', 'malformed (MalformedAnswer)'],
    ['empty-body', 'malformed (MalformedAnswer)'],
  ] as const)('that cannot be read (%s) fail the run before anything is judged', async (fault, refusal) => {
    await keptFor400Days();
    await emulator.clearCalls();
    await emulator.faults([{ service: 'ssm', resource: path, fault }]);
    expect((await invoke(rule, await scheduled())).failure).toBe(`SSM parameters under ${path} could not be read: ${refusal}`);
    expect(new Set((await emulator.calls()).map(({ service }) => service))).toEqual(new Set(['ssm']));
    expect(await held()).toEqual({});
  });

  it.each([
    ['minimumDays', 'a year', "parameter 'minimumDays'"],
    ['minimumDaze', '400', `${rule.id} has no parameter 'minimumDaze'`],
    ['old/minimumDays', '400', `${rule.id} has no parameter 'old/minimumDays'`],
    ['whenUnreadable', 'PASS', 'allowed: NON_COMPLIANT, FAIL'],
  ])('that are wrong (%s: %s) fail the run before anything is judged', async (name, value, message) => {
    await keptFor400Days();
    await distribute(`${path}/${name}`, value);
    expect((await invoke(rule, await scheduled())).failure).toContain(message);
    expect(await held()).toEqual({});
  });
});
