import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { emulatorAt, type Emulator } from './emulator.ts';
import { pythonWithMoto } from './python.ts';

const launcher = fileURLToPath(new URL('launcher.py', import.meta.url));

/**
 * Starts moto with what the launcher adds to it, on a free port.
 *
 * @param seed decides page sizes and empty pages
 */
export async function startEmulator({ seed = 1 }: { readonly seed?: number } = {}): Promise<Emulator> {
  const python = await pythonWithMoto();
  const child = spawn(python, [launcher, '--port', '0', '--seed', String(seed)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, AWS_EC2_METADATA_DISABLED: 'true' },
  });
  const kill = () => child.kill();
  process.once('exit', kill);
  const emulator = emulatorAt(await portOf(child));
  return {
    ...emulator,
    stop: async () => {
      process.off('exit', kill);
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}

async function portOf(child: ChildProcess): Promise<number> {
  if (child.stdout === null) throw new Error('the launcher has no standard output');
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the emulator ended before it was ready, exit code ${String(code)}`);
  });
  const line = once(createInterface({ input: child.stdout }), 'line');
  const [announcement] = (await Promise.race([line, ended])) as [string];
  ended.catch(() => undefined);
  return (JSON.parse(announcement) as { port: number }).port;
}
