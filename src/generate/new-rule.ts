import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newRuleFiles, withRegistryLine } from './rule-scaffold.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const [id, ...rest] = process.argv.slice(2);

if (id === undefined || rest.length > 0 || !/^[a-z0-9]+(-[a-z0-9]+){2,}$/.test(id) || id.length > 64) {
  console.error(
    `npm run new-rule -- <id>: the id is <service>-<resource>-<wanted state> in kebab-case, at most 64 characters; given ${id ?? 'none'}`,
  );
  process.exitCode = 2;
} else if (await exists(`${root}rules/${id}.ts`)) {
  console.error(`rule ${id} exists already`);
  process.exitCode = 2;
} else {
  for (const [path, text] of newRuleFiles(id)) {
    await mkdir(dirname(root + path), { recursive: true });
    await writeFile(root + path, text);
    console.log(`wrote ${path}`);
  }
  const registry = `${root}rules/registry.ts`;
  await writeFile(registry, withRegistryLine(await readFile(registry, 'utf8'), id));
  console.log('added the rule to rules/registry.ts; next: write the rule, its cases and its page, then npm run generate');
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
