import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, it } from 'vitest';
import { sourceFiles } from './source-files.ts';

/** The floors of docs/architecture.md: each folder, and the folders and packages it may import from besides itself. */
const floors: Record<string, readonly string[]> = {
  infra: ['src/organization', 'conformance-pack', 'rules', 'remediation', 'src/lambda', 'src/reconciler', 'src/engine', 'src/facts', 'npm'],
  'src/generate': [
    'infra',
    'src/organization',
    'examples',
    'src/cli',
    'src/lambda',
    'src/reports',
    'src/engine',
    'src/facts',
    'conformance-pack',
    'rules',
    'remediation',
    'npm',
  ],
  examples: ['rules', 'src/cli', 'src/engine', 'src/facts'],
  'src/lambda': ['rules', 'src/engine', 'src/facts', 'src/policy', 'src/reports', 'remediation', 'npm'],
  'src/reconciler': ['src/lambda', 'src/engine', 'src/facts', 'npm'],
  'src/cli': ['src/organization', 'rules', 'src/engine', 'src/facts', 'src/policy', 'src/reports', 'remediation', 'npm'],
  'src/organization': ['conformance-pack', 'remediation', 'src/lambda', 'src/engine', 'src/facts', 'npm:ajv'],
  'conformance-pack': ['rules', 'src/engine', 'src/facts', 'src/reports', 'remediation', 'npm'],
  rules: ['src/engine', 'src/facts', 'src/policy', 'remediation'],
  'src/reports': ['src/engine', 'npm'],
  'src/engine': ['src/facts', 'remediation', 'npm:ajv'],
  'src/facts': ['src/policy', 'npm:@aws-sdk', 'npm:@smithy/core', 'npm:json-schema-to-ts'],
  'src/policy': [],
  remediation: [],
};

const folders = Object.keys(floors).sort((one, other) => other.length - one.length);

const folderOf = (path: string): string | undefined => folders.find((folder) => path.startsWith(`${folder}/`));

/** Where an import leads: a folder of the table, `npm:<package>`, or `file:<path>` for a single file at the root. */
function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  if (!specifier.startsWith('.')) return `npm:${specifier}`;
  const path = posix.normalize(posix.join(posix.dirname(file), specifier));
  return folderOf(path) ?? `file:${path}`;
}

function mayImport(folder: string, target: string): boolean {
  if (target === folder || target === 'file:package.json' || target.startsWith('node:')) return true;
  return (floors[folder] ?? []).some(
    (allowed) => target === allowed || target.startsWith(`${allowed}/`) || target.startsWith(`${allowed}:`),
  );
}

const imports = (text: string): string[] =>
  [...text.matchAll(/(?:^|\n)(?:import|export)\s[^;'"]*?from\s+'([^']+)'|import\('([^']+)'\)|(?:^|\n)import\s+'([^']+)'/g)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  );

/** Imports that run upward, as `file -> target`. */
export function upwardImports(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([file, text]) => {
    const folder = folderOf(file);
    if (!folder) return [`${file} lies in no folder of the table`];
    return imports(text)
      .map((specifier) => targetOf(file, specifier))
      .filter((target) => !mayImport(folder, target))
      .map((target) => `${file} -> ${target}`);
  });
}

const files = new Map(sourceFiles.map((path) => [path, readFileSync(path, 'utf8')]));

it('finds the files it is to look at', () => {
  expect(files.size).toBeGreaterThan(50);
  expect([...files.values()].flatMap(imports).length).toBeGreaterThan(150);
});

it('imports run downward only', () => {
  expect(upwardImports(files)).toEqual([]);
});

it.each([
  ['src/policy/arn.ts', "import { judge } from '../engine/judge.ts';", 'src/engine'],
  ['src/policy/arn.ts', "import { readFile } from 'lodash';", 'npm:lodash'],
  ['src/facts/fact.ts', "import type { Rule } from '../engine/rule.ts';", 'src/engine'],
  ['src/engine/judge.ts', "import { rules } from '../../rules/registry.ts';", 'rules'],
  ['rules/registry.ts', "export { program } from '../src/cli/program.ts';", 'src/cli'],
  ['src/reports/json.ts', "const late = await import('../cli/main.ts');", 'src/cli'],
])('notices that %s would import upward', (file, text, target) => {
  expect(upwardImports(new Map([[file, text]]))).toEqual([`${file} -> ${target}`]);
});

it('only the entry points read the environment', () => {
  const readers = [...files].filter(([, text]) => /process\.env|\benv\[|\benv\.[A-Z]|\{ env[ ,}]/.test(text)).map(([path]) => path);
  expect(readers).toEqual(['infra/app.ts', 'src/cli/main.ts']);
});
