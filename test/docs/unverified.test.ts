import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sourceFiles } from '../architecture/source-files.ts';

const page = readFileSync('docs/unverified.md', 'utf8');
const entries = new Map([...page.matchAll(/^## (U-\d\d)\n(.*?)(?=^## |$(?![\s\S]))/gms)].map(([, id = '', text = '']) => [id, text]));
const scripts = readdirSync('remediation', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.py'))
  .map((path) => `remediation/${path}`);
const named = new Set([...sourceFiles, ...scripts].flatMap((path) => readFileSync(path, 'utf8').match(/\bU-\d\d\b/g) ?? []));

it('has entries', () => {
  expect(entries.size).toBeGreaterThan(3);
});

it.each([...entries])('%s says all there is to say, and code names it', (id, text) => {
  const parts = ['Claim', 'We assume', 'If it is wrong', 'Fallback', 'Try', 'Expected'];
  expect(parts.filter((part) => !text.includes(`- **${part}:** `))).toEqual([]);
  expect([...named]).toContain(id);
});

it('has every id that code names', () => {
  expect([...named].filter((id) => !entries.has(id))).toEqual([]);
});
