import { readFileSync } from 'node:fs';
import { absent, type World } from '../rules/world.ts';

/** The headings of the hand-written part of a rule's page, in their order. */
export const wantedHeadings = [
  'Why it matters',
  'Compliant',
  'Non-compliant',
  'What it does not see',
  'How to put it right',
  'When not to use it',
];

/** A configuration on a rule's page: what AWS would answer, and with which parameters to judge it. */
export interface Configuration {
  /** The paragraph right before it; empty when there is none. */
  readonly introduction: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly facts: World;
  /** The sentence quoted right after it; `undefined` when there is none. */
  readonly quote: string | undefined;
}

const endOfHeader = '<!-- end generated header -->';

/** The part of a rule's page that people write, below the generated header. */
export function handWrittenPart(id: string): string {
  const page = readFileSync(`docs/rules/${id}.md`, 'utf8');
  const end = page.indexOf(endOfHeader);
  if (end < 0) throw new Error(`docs/rules/${id}.md has no '${endOfHeader}'; run: npm run generate`);
  return page.slice(end + endOfHeader.length);
}

/** The headings of the second level. */
export const headings = (text: string): string[] => [...text.matchAll(/^## (.+)$/gm)].map((match) => match[1] as string);

/** The text between a heading of the second level and the next one. */
export function section(text: string, heading: string): string {
  const start = text.indexOf(`\n## ${heading}\n`);
  if (start < 0) throw new Error(`there is no section '${heading}'`);
  const body = text.slice(start + heading.length + 5);
  const next = body.indexOf('\n## ');
  return next < 0 ? body : body.slice(0, next);
}

/** The configurations of a section, each with what stands around it. */
export function configurations(text: string): Configuration[] {
  return [...text.matchAll(/^```json\n(.*?)\n```$/gms)].map((block) => {
    const { parameters = {}, facts, ...rest } = JSON.parse(block[1] as string) as Partial<Configuration>;
    if (!facts || Object.keys(rest).length > 0) throw new Error(`a configuration holds parameters and facts; given ${block[1]}`);
    const after = text.slice(block.index + block[0].length);
    return {
      introduction: text.slice(0, block.index).trimEnd().split('\n\n').at(-1)?.trim() ?? '',
      parameters,
      facts: withAbsences(facts),
      quote: /^\n\n> (.+)(?=\n\n|\n?$)/.exec(after)?.[1],
    };
  });
}

/** Takes `null` for "there is none", and a Region with Bedrock where the configuration says nothing of it. */
function withAbsences(facts: World): World {
  const answers = Object.entries(facts).map(([fact, byResource]) => [
    fact,
    Object.fromEntries(Object.entries(byResource).map(([resource, value]) => [resource, value ?? absent])),
  ]);
  return { 'bedrock-endpoint': { '': { exists: true, source: 'built-in list' } }, ...Object.fromEntries(answers) };
}

/** The reasons in the first column of the table `Reason · Meaning · What to do`, `…` standing for what differs. */
export function reasonsInTable(text: string): RegExp[] {
  const [, rows = ''] = /^\| Reason +\| Meaning +\| What to do +\|\n\| [-| ]+ \|\n((?:\|.*\n?)+)/m.exec(text) ?? [];
  return [...rows.matchAll(/^\| `([^`]+)` /gm)].map((match) => {
    const literal = (match[1] as string).split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${literal.join('.*')}$`);
  });
}
