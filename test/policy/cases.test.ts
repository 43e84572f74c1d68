import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DecideInput } from '../../src/policy/decide-input.ts';
import { decide, type DecideOutput } from '../../src/policy/decide.ts';
import { parsePolicy, type AttachedTo } from '../../src/policy/policy-document.ts';

/** A request and what AWS documents that comes of it. */
interface DecideCase {
  /** Finishes a sentence: "accepts …", "denies …". */
  readonly name: string;
  /** AWS page that says so. */
  readonly see?: string;
  readonly request: DecideInput;
  readonly expected: {
    readonly verdict: DecideOutput['verdict'];
    readonly decision?: DecideOutput['decision'];
    /** Each is part of what `because` says. */
    readonly because?: readonly string[];
  };
}

interface ParseCase {
  readonly name: string;
  readonly see?: string;
  readonly document: unknown;
  readonly attachedTo: AttachedTo;
  /** `ok`, or part of the problem. */
  readonly expected: string;
}

const folder = new URL('cases/', import.meta.url);
const themes = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({
    theme: file.replace('.json', ''),
    cases: JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as readonly (DecideCase | ParseCase)[],
  }));

describe.each(themes)('$theme', ({ cases }) => {
  it('names each case once', () => {
    const names = cases.map(({ name }) => name);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it.each(cases)('$name', (one) => {
    if ('document' in one) {
      const parsed = parsePolicy(one.document, one.attachedTo);
      const found = 'policy' in parsed ? 'ok' : parsed.problem;
      expect(found).toContain(one.expected);
      return;
    }
    const { verdict, decision, because } = decide(one.request);
    const said = because.map(({ policy, statement, effect, why }) => `${policy} ${statement} ${effect} ${why}`).join('\n');
    expect({ verdict, ...(one.expected.decision && { decision }) }, said).toEqual({ ...one.expected, because: undefined });
    for (const part of one.expected.because ?? []) expect(said).toContain(part);
    expect(because.length).toBeGreaterThan(0);
  });
});
