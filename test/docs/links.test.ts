import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, it } from 'vitest';

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path}`),
];

/** Where the relative links of a page lead, from the root of the repository. */
function linkedFiles(page: string, text: string): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => (match[1] as string).replace(/#.*$/, ''));
  return targets.filter((target) => target !== '' && !/^[a-z]+:/.test(target)).map((target) => posix.join(posix.dirname(page), target));
}

it.each(pages)('every relative link of %s resolves', (page) => {
  expect(linkedFiles(page, readFileSync(page, 'utf8')).filter((path) => !existsSync(path))).toEqual([]);
});

it('finds the links it is to follow', () => {
  expect(linkedFiles('docs/rules/one.md', 'see [a](../evidence.md#header), [b](https://example.com), [c](#here)')).toEqual([
    'docs/evidence.md',
  ]);
});
