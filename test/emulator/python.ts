import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const environmentPython = `${root}.venv/bin/python`;
const lock = `${root}.venv.lock`;
const installation = 'python3 -m venv .venv && .venv/bin/python -m pip install -r test/emulator/requirements.txt';

/** How long another test process may take to install moto, in milliseconds. */
const installationLimit = 300_000;

const probe = `
import importlib.metadata, importlib.util, sys
fits = importlib.metadata.version("moto") == "5.2.1" and importlib.metadata.version("botocore") == "1.43.11"
sys.exit(0 if fits and all(map(importlib.util.find_spec, ("flask", "flask_cors", "yaml", "joserfc", "cfnlint"))) else 1)`;

const hasMoto = (python: string): boolean => spawnSync(python, ['-c', probe], { stdio: 'ignore' }).status === 0;

/** A Python that has moto: the machine's, else that of the repository's own virtual environment, which is made where it is missing. */
export async function pythonWithMoto(): Promise<string> {
  const known = ['python3', environmentPython].find(hasMoto);
  if (known !== undefined) return known;
  if (!takeLock()) return installedByAnother();
  try {
    const made = spawnSync('sh', ['-c', installation], { cwd: root, encoding: 'utf8' });
    if (made.status === 0 && hasMoto(environmentPython)) return environmentPython;
    throw new Error(`the tests need Python 3.10 or newer with moto and cfn-lint; run in the repository: ${installation}\n${made.stderr}`);
  } finally {
    rmdirSync(lock);
  }
}

function takeLock(): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}

async function installedByAnother(): Promise<string> {
  const deadline = Date.now() + installationLimit;
  while (existsSync(lock) && Date.now() < deadline) await setTimeout(500);
  if (hasMoto(environmentPython)) return environmentPython;
  throw new Error(`the tests need Python with moto and cfn-lint; run in the repository: rm -rf .venv.lock && ${installation}`);
}
