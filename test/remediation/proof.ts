import { describe, expect, it } from 'vitest';
import type { AutomationDocument } from '../../remediation/automation-document.ts';
import { rules } from '../../rules/registry.ts';
import type { Finding } from '../../src/engine/finding.ts';
import { configure } from '../../src/engine/parameters.ts';
import type { Rule } from '../../src/engine/rule.ts';
import type { Execution } from './interpreter/execution.ts';
import type { Run } from './interpreter/run.ts';
import { account, actionsUsed, changes, emulator, everyRunCalls, findingsOf, findingsOfAll, region, runRunbook } from './runbook-place.ts';
import { asRole, without } from './runbook-role.ts';

/** A fault that a runbook puts right. */
export interface Fault {
  readonly rule: Rule;
  readonly ruleParameters?: Readonly<Record<string, unknown>>;
  /**
   * Makes it.
   *
   * @returns the id of the resource that AWS Config names
   */
  seed(): Promise<string>;
  /** What the runbook is given besides the resource. */
  readonly parameters?: Run['parameters'];
  readonly approve?: Run['approve'];
}

/** What is proven of every runbook. */
export interface Proof {
  readonly document: AutomationDocument;
  readonly faults: Readonly<Record<string, Fault>>;
  /** The faults among these that it is killed in, after each step. */
  readonly killedIn: readonly string[];
  /** Actions whose want the emulator does not show, and why, with the page of AWS that says it takes them. */
  readonly notTestable?: Readonly<Record<string, string>>;
}

/** Every fault is put right; a dry run, and a run where nothing is wrong, change nothing; killed anywhere, it leaves nothing worse; its role is the least. */
export function prove({ document, faults, killedIn, notTestable = {} }: Proof): void {
  const named = Object.entries(faults);
  const runFor = (fault: Fault, resource: string, parameters: Run['parameters'] = {}, run: Partial<Run> = {}) =>
    runRunbook(
      document,
      { ResourceId: resource, ...fault.parameters, ...parameters },
      { ...(fault.approve && { approve: fault.approve }), ...run },
    );

  describe.each(named)('%s', (_name, fault) => {
    it('is put right once, and only where it is no dry run', async () => {
      const resource = await seeded(fault);
      expect(await verdicts(fault, resource)).toContain('NON_COMPLIANT');

      await emulator.clearCalls();
      const dry = await runFor(fault, resource, { DryRun: 'true' });
      expect(dry, dry.failure).toMatchObject({ status: 'Success', outputs: { 'plan.Changes': expect.anything() } });
      expect(await changes()).toEqual([]);

      const wet = await runFor(fault, resource);
      expect(wet, wet.failure).toMatchObject({ status: 'Success', outputs: { 'plan.Before': dry.outputs['plan.Before'] } });
      expect(wet.outputs['plan.Changes']).toEqual(dry.outputs['plan.Changes']);
      expect(wet.outputs).toHaveProperty(['verify.After']);
      expect(wet.outputs['evaluateAgain.Rules']).toContain(packed(fault.rule));
      expect(new Set(await verdicts(fault, resource))).toEqual(new Set(['COMPLIANT']));

      await emulator.clearCalls();
      const again = await runFor(fault, resource);
      expect(again, again.failure).toMatchObject({ status: 'Success' });
      expect((await changes()).filter((call) => !everyRunCalls.includes(call))).toEqual([]);
    }, 60_000);
  });

  describe.each(named.filter(([name]) => killedIn.includes(name)))('%s, killed', (_name, fault) => {
    it.each(document.steps.map(({ name }) => name))(
      'after %s, is no worse and is put right by a new run',
      async (step) => {
        const resource = await seeded(fault);
        const before = await everyVerdict(fault);
        await runFor(fault, resource, {}, { stopAfterStep: step });
        const after = await everyVerdict(fault);
        expect([...before].filter(([about, verdict]) => verdict === 'COMPLIANT' && after.get(about) !== verdict)).toEqual([]);
        const anew = await runFor(fault, resource);
        expect(anew, anew.failure).toMatchObject({ status: 'Success' });
        expect(new Set(await verdicts(fault, resource))).toEqual(new Set(['COMPLIANT']));
      },
      60_000,
    );
  });

  describe('its role', () => {
    const declared = [...new Set(document.permissions.flatMap(({ actions }) => actions))].sort();
    /** The first fault in which an action is used. */
    const usedIn = new Map<string, Fault>();

    it('is enough for every fault, and no more than that', async () => {
      for (const [, fault] of named) {
        await emulator.reset();
        const resource = await seeded(fault);
        await emulator.clearCalls();
        const execution = await runFor(fault, resource, {}, await asRole(document.permissions));
        expect(execution, execution.failure).toMatchObject({ status: 'Success' });
        expect(execution.steps.filter(({ status }) => status !== 'Success')).toEqual([]);
        for (const action of await actionsUsed()) if (!usedIn.has(action)) usedIn.set(action, fault);
      }
      const seen = new Set([...usedIn.keys(), ...Object.keys(notTestable)]);
      expect(declared.filter((action) => !seen.has(action))).toEqual([]);
    }, 300_000);

    it.each(declared.filter((action) => !(action in notTestable)))(
      'is missed without %s',
      async (action) => {
        const fault = usedIn.get(action);
        if (!fault) throw new Error(`no fault uses ${action}`);
        const resource = await seeded(fault);
        const execution = await runFor(fault, resource, {}, await asRole(without(document.permissions, action)));
        expect(failedSteps(execution)).not.toEqual([]);
      },
      60_000,
    );
  });
}

const packed = ({ id }: Rule): string => `${id}-conformance-pack-a1b2c3d4e`;

async function seeded(fault: Fault): Promise<string> {
  await emulator.seed({ account, region, configRules: rules.map(packed) });
  return fault.seed();
}

const failedSteps = ({ steps }: Execution): string[] => steps.filter(({ status }) => status !== 'Success').map(({ name }) => name);

/** The verdicts about a resource; where the rule knows it not, or no longer, about all it finds. */
async function verdicts({ rule, ruleParameters }: Fault, resource: string): Promise<string[]> {
  const findings = await findingsOf(rule, ruleParameters);
  const about = findings.filter((finding) => finding.resource.id === resource);
  return (about.length > 0 ? about : findings).map(({ verdict }) => verdict);
}

/** The verdicts of every rule, by what they are about. */
async function everyVerdict({ rule: judging, ruleParameters }: Fault): Promise<ReadonlyMap<string, string>> {
  const findings = await findingsOfAll(rules.map((rule) => configure(rule, rule.id === judging.id ? ruleParameters : {})));
  return new Map(findings.map((finding) => [aboutOf(finding), finding.verdict]));
}

const aboutOf = ({ rule, resource }: Finding): string => `${rule} ${resource.type} ${resource.id}`;
