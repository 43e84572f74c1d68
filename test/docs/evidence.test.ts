import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rules } from '../../rules/registry.ts';
import { factsById } from '../../src/cli/recorded.ts';
import { evidenceAccounts } from '../../src/engine/evidence-file.ts';
import { refusals } from '../../src/facts/unreadable.ts';

const page = await readFile('docs/evidence.md', 'utf8');

it('shows evidence that can be replayed', async () => {
  const [, sample = ''] = /^```jsonl\n(.*?)^```$/ms.exec(page) ?? [];
  const folder = await mkdtemp(join(tmpdir(), 'evidence-page-'));
  try {
    const path = join(folder, 'sample.jsonl');
    await writeFile(path, sample);
    const places: unknown[] = [];
    const ended = (ending: unknown) => places.push(ending);
    for await (const { recorded } of evidenceAccounts(path, factsById(rules), ended)) places.push([recorded.account, recorded.regions()]);
    expect(places).toEqual([['111122223333', ['us-east-1']], expect.objectContaining({ complete: true, failures: [] })]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('explains every refusal', () => {
  expect(refusals.filter((refusal) => !page.includes(`| \`${refusal}\``))).toEqual([]);
});
