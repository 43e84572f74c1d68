import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { pythonWithMoto } from '../emulator/python.ts';

/** A value and the shape of AWS Config's model that it should have. */
export interface Shaped {
  readonly shape: 'ConfigRule' | 'RemediationConfiguration' | 'TemplateBody' | 'ConformancePackInputParameters';
  readonly value: unknown;
}

/** What botocore's model of AWS Config has against each value; `null` for nothing. */
export async function modelProblems(values: readonly Shaped[]): Promise<readonly (string | null)[]> {
  const script = fileURLToPath(new URL('config_model.py', import.meta.url));
  const { stdout, stderr, status } = spawnSync(await pythonWithMoto(), [script], { input: JSON.stringify(values), encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as (string | null)[];
}

/** Rules and lines that cfn-lint finds fault with. */
export const lintProblems = (template: string): Promise<readonly string[]> => lint([], template);

/** The same of files, each line with the path of its file, for the Region that they are deployed to. */
export const lintProblemsOfFiles = (paths: readonly string[], region: string): Promise<readonly string[]> =>
  lint(['--regions', region, '--template', ...paths]);

async function lint(options: readonly string[], input?: string): Promise<readonly string[]> {
  const run = 'from cfnlint.runner import main; main()';
  const { stdout, stderr, status } = spawnSync(await pythonWithMoto(), ['-c', run, '--format', 'parseable', ...options], {
    input,
    encoding: 'utf8',
  });
  // 0: nothing found; 2, 4, 6, 8 and their sums: errors, warnings and information.
  if (status === null || status === 1 || stderr !== '') throw new Error(`cfn-lint: ${stderr}`);
  return stdout.split('\n').filter((line) => line !== '');
}
