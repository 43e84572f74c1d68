import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { picture } from '../../src/generate/picture.ts';

const text = ['title A & B', 'size 300 100', '# not drawn', 'box a 10 10 80 40 First | <line>', 'box b 200 10 80 40 Second'].join('\n');

it('draws boxes, their lines, and arrows from edge to edge', () => {
  const drawn = picture(`${text}\narrow a b to`);
  expect(drawn).toContain('<title>A &amp; B</title>');
  expect(drawn).toContain('&lt;line&gt;');
  expect(drawn).toContain('<line x1="90" y1="30" x2="200" y2="30"');
  expect(drawn).not.toContain('not drawn');
});

it.each([
  ['arrow a c to', 'no such boxes: arrow a c to'],
  ['circle 1 2 3', 'not a line of a picture: circle 1 2 3'],
  ['box c 1 2 3', 'a number is missing: box c 1 2 3'],
])('refuses %s', (line, message) => {
  expect(() => picture(`${text}\n${line}`)).toThrow(message);
});

it('nothing of the picture of the deployment lies outside of it', () => {
  const source = readFileSync('docs/deploy.picture.txt', 'utf8');
  const [, width = 0, height = 0] = (/^size (\d+) (\d+)$/m.exec(source) ?? []).map(Number);
  const areas = [...source.matchAll(/^(?:frame|box \S+) (\d+) (\d+) (\d+) (\d+) /gm)].map((match) => match.slice(1).map(Number));
  expect(areas.length).toBeGreaterThan(8);
  for (const [x = 0, y = 0, wide = 0, high = 0] of areas) expect([x + wide <= width, y + high <= height]).toEqual([true, true]);
});
