import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { buildOrganization, isOrganizationFresh, organizationFile } from '../../examples/build-organization.ts';
import { rules } from '../../rules/registry.ts';
import { generatedFiles } from './generated-files.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const check = process.argv.includes('--check');
const style = JSON.parse(await readFile(`${root}.prettierrc.json`, 'utf8')) as object;

const stale: string[] = [];
for (const [path, text] of await generatedFiles(root, rules)) {
  // Prettier knows no SVG.
  const wanted = path.endsWith('.svg') ? text : await format(text, { ...style, filepath: path });
  const found = await readFile(root + path, 'utf8').catch(() => undefined);
  if (found === wanted) continue;
  stale.push(path);
  if (check) continue;
  await mkdir(dirname(root + path), { recursive: true });
  await writeFile(root + path, wanted);
}

if (!(await isOrganizationFresh())) {
  stale.push(relative(root, organizationFile));
  if (!check) await buildOrganization();
}

if (check && stale.length > 0) {
  console.error(`stale generated files: ${stale.join(', ')}; run: npm run generate`);
  process.exitCode = 1;
} else {
  console.log(check ? 'generated files are fresh' : `generated: ${stale.join(', ') || 'nothing to do'}`);
}
