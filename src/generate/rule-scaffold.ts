import { readFileSync } from 'node:fs';

/** The name a rule is exported under: its id in camel case. */
export const exportNameOf = (id: string): string => id.replace(/-(.)/g, (_dash, letter: string) => letter.toUpperCase());

/** The files of a new rule, by path. They compile; its test and page fail until they are written. */
export function newRuleFiles(id: string): Map<string, string> {
  return new Map([
    [`rules/${id}.ts`, fromTemplate('rule.ts.txt', id)],
    [`test/rules/${id}.test.ts`, fromTemplate('rule.test.ts.txt', id)],
    [`docs/rules/${id}.md`, fromTemplate('page.md.txt', id)],
  ]);
}

function fromTemplate(template: string, id: string): string {
  const text = readFileSync(new URL(`templates/${template}`, import.meta.url), 'utf8');
  return text.replaceAll('{{id}}', id).replaceAll('{{name}}', exportNameOf(id));
}

/** The registry with one more rule, imports and list in the order of the ids. */
export function withRegistryLine(registry: string, id: string): string {
  const name = exportNameOf(id);
  const lines = registry.split('\n');
  const importLine = `import { ${name} } from './${id}.ts';`;
  const imports = lines.filter((line) => line.startsWith('import { bedrock') || line === importLine);
  const ordered = [...new Set([...imports, importLine])].sort((one, other) => (pathIn(one) < pathIn(other) ? -1 : 1));
  const names = ordered.map((line) => `  ${/\{ (\w+) \}/.exec(line)?.[1] ?? ''},`);
  const head = lines.filter((line) => line.startsWith('import type'));
  const doc = lines.filter((line) => line.startsWith('/**'));
  return [...head, ...ordered, '', ...doc, 'export const rules: readonly Rule[] = [', ...names, '];', ''].join('\n');
}

const pathIn = (line: string): string => line.split("'")[1] ?? '';
