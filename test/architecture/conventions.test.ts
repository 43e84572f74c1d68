import { readFileSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { frameworks } from '../../rules/frameworks.ts';
import { rules } from '../../rules/registry.ts';
import { exportNameOf } from '../../src/generate/rule-scaffold.ts';
import { sourceFiles } from './source-files.ts';

const bannedNames = /(^|-)(utils?|helpers?|managers?|process|check|data|info|misc|common|base|abstract|index)(-|\.)/;

it('no file has a name that says nothing', () => {
  expect(sourceFiles.filter((path) => bannedNames.test(basename(path)))).toEqual([]);
});

it('nothing is exported by default, and nothing is re-exported', () => {
  const offenders = sourceFiles.filter((path) => /^export (default|\*|\{[^}]*\} from)/m.test(readFileSync(path, 'utf8')));
  expect(offenders).toEqual([]);
});

const idsIn = (folder: string, ending: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.startsWith('bedrock-') && name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort();

it.each([
  ['a file', 'rules', '.ts'],
  ['a case table', 'test/rules', '.test.ts'],
  ['a page', 'docs/rules', '.md'],
])('every rule of the registry has %s, and nothing else has', (_what, folder, ending) => {
  expect(idsIn(folder, ending)).toEqual(rules.map(({ id }) => id));
});

it.each(rules.map((rule) => [rule.id, rule] as const))('%s is exported under its id and complete', async (id, rule) => {
  const module = (await import(`../../rules/${id}.ts`)) as Record<string, unknown>;
  expect(Object.keys(module)).toEqual([exportNameOf(id)]);
  expect(id.length).toBeLessThanOrEqual(64);
  expect(rule.title.length).toBeGreaterThan(0);
  expect(rule.title.length).toBeLessThanOrEqual(150);
  expect(rule.fix.length).toBeGreaterThan(0);
  expect(Object.keys(rule.controls).filter((framework) => !(framework in frameworks))).toEqual([]);
  for (const parameter of Object.values(rule.parameters)) expect(parameter.description).toMatch(/^[A-Z].*\.$/);
});

it('no test is skipped, narrowed or left to do', () => {
  const tests = sourceTests();
  expect(tests.length).toBeGreaterThan(10);
  const marker = new RegExp(String.raw`\b(it|test|describe)\.(${['skip', 'only', 'todo', 'fails'].join('|')})\b`);
  expect(tests.filter((path) => marker.test(readFileSync(path, 'utf8')))).toEqual([]);
});

function sourceTests(): string[] {
  return readdirSync('test', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.includes('node_modules'))
    .map((path) => `test/${path}`);
}
