import { readdirSync } from 'node:fs';

const folders = ['rules', 'conformance-pack', 'remediation', 'infra', 'examples', 'src'];

/** Every TypeScript file of the product and of its examples, by path from the root of the repository. */
export const sourceFiles: readonly string[] = folders
  .flatMap((folder) => filesIn(folder).map((path) => `${folder}/${path}`))
  .filter((path) => path.endsWith('.ts'))
  .sort();

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
