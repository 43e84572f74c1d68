import { expect, it } from 'vitest';
import type { RunbookRun } from '../../src/cli/remediate/runbook-run.ts';
import { outcomeView, planView } from '../../src/cli/remediate/view.ts';

const look = { width: 80, colour: false };
const run: RunbookRun = {
  id: '8a1f',
  document: 'BedrockLogging-MadeUp',
  resource: 'records',
  dryRun: false,
  status: 'Success',
  changes: ['Bucket records: turns on versioning.'],
  before: { buckets: { records: { versioning: null } } },
  after: { buckets: { records: { versioning: { Status: 'Enabled' } } } },
  steps: [],
  failure: null,
};

it('shows a plan', () => {
  expect(planView(run, look)).toBe(
    ['records', '  found     buckets › records › versioning: none', '  plan      Bucket records: turns on versioning.', '', ''].join('\n'),
  );
});

it('shows what changed', () => {
  expect(outcomeView(run, run.changes, look)).toBe(
    ['records  Success  execution 8a1f', '            + buckets › records › versioning › Status: Enabled', '', ''].join('\n'),
  );
});

it('says when nothing changed, and when the plan was another meanwhile', () => {
  const changes = ['Nothing: bucket records has versioning on.'];
  expect(outcomeView({ ...run, changes, before: run.after }, run.changes, look)).toBe(
    ['records  Success  execution 8a1f', `  plan now  ${changes[0]}`, '            nothing changed', '', ''].join('\n'),
  );
});

it('shows failures in full, each once, with their lines', () => {
  const failure = 'Traceback\n  File "script"\nRuntimeError: the bucket is gone';
  const steps = [
    { name: 'plan', status: 'Failed', seconds: 1, failure },
    { name: 'verify', status: 'TimedOut', seconds: 600, failure: null },
  ];
  const failed = { ...run, status: 'Failed', before: null, after: null, steps, failure: `plan: ${failure}` };
  expect(outcomeView(failed, run.changes, look)).toBe(
    [
      'records  Failed  execution 8a1f',
      '  failed    plan Failed: Traceback',
      '              File "script"',
      '            RuntimeError: the bucket is gone',
      '  failed    verify TimedOut',
      '',
      '',
    ].join('\n'),
  );
});

it('shows why a run was not started, and commands no terminal', () => {
  const notStarted = {
    ...run,
    id: null,
    resource: 'rec\u001B[31mords',
    status: 'NotStarted',
    changes: [],
    before: null,
    after: null,
    failure: 'no\u001B]0;x',
  };
  expect(outcomeView(notStarted, run.changes, look)).toBe(
    ['rec\\u001b[31mords  NotStarted', '  failed    no\\u001b]0;x', '', ''].join('\n'),
  );
});

it('keeps within the width', () => {
  const long = { ...run, changes: [`Bucket records: ${'adds a statement to its policy, '.repeat(9)}.`] };
  const lines = planView(long, look).split('\n');
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
  expect(lines.filter((line) => /\s$/.test(line))).toEqual([]);
});
