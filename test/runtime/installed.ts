import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Majors of Node that the functions are run with. */
export type NodeMajor = 22 | 24;

const modules = fileURLToPath(new URL('node_modules/', import.meta.url));

/** AWS's runtime interface client for Node. */
export const runtimeClient = `${modules}aws-lambda-ric/index.mjs`;

const versions: Readonly<Record<NodeMajor, string>> = { 22: 'v22.23.3', 24: 'v24.21.0' };

export const nodeBinary = (major: NodeMajor): string => `${modules}node-${major}/bin/node`;

const howTo = 'run in the repository: npm ci --prefix test/runtime (it compiles, and needs cmake, g++, make and python3)';

/** @throws Error with the command to run, unless everything is there and runs */
export function demandRuntime(): void {
  if (!existsSync(runtimeClient)) throw new Error(`the runtime interface client of AWS Lambda is not installed; ${howTo}`);
  if (!existsSync(`${modules}aws-lambda-ric/rapid-client.node`)) throw new Error(`the runtime interface client was not compiled; ${howTo}`);
  for (const major of [22, 24] as const) {
    const { stdout } = spawnSync(nodeBinary(major), ['--version'], { encoding: 'utf8' });
    const found = stdout?.trim();
    if (found !== versions[major]) throw new Error(`Node ${major} is ${found ?? 'not installed'}; wanted: ${versions[major]}; ${howTo}`);
  }
}
