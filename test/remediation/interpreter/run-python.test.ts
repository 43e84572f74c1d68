import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { runPython, type PythonScript } from './run-python.ts';

const module = fileURLToPath(new URL('run-python.ts', import.meta.url));

const scriptOf = (body: string, before = '') => `${before}\ndef run(events, context):\n${body.replaceAll(/^/gm, '    ')}`;

const run = (script: string, given: Partial<PythonScript> = {}) =>
  runPython({ script, handler: 'run', events: {}, environment: {}, seconds: 20, ...given });

const returned = async (body: string, given: Partial<PythonScript> = {}): Promise<unknown> => {
  const outcome = await run(scriptOf(body), given);
  if ('error' in outcome) throw new Error(outcome.error);
  return JSON.parse(outcome.payload);
};

describe('a script', () => {
  it('sees the environment that it is given, and nothing else of it', async () => {
    const environment = { AWS_REGION: 'eu-west-1', NAME: 'ä' };
    expect(await returned('import os\nreturn dict(os.environ)', { environment })).toEqual(environment);
    expect(await returned("import subprocess\nreturn subprocess.check_output(['/usr/bin/env'], text=True)", { environment })).toBe(
      'AWS_REGION=eu-west-1\nNAME=ä\n',
    );
  });

  it('sees nothing of the script before it', async () => {
    await run(scriptOf('json.left = left = 1', 'import json, boto3\nboto3.setup_default_session()'));
    const body =
      "import boto3, json\nreturn [boto3.DEFAULT_SESSION, hasattr(json, 'left'), sorted(name for name in globals() if name[0] != '_')]";
    expect(await returned(body)).toEqual([null, false, ['run']]);
  });

  it('reads nothing, and prints what nobody reads', async () => {
    expect(
      await returned("import subprocess, sys\nprint('noise')\nsubprocess.run(['echo', 'noise'])\nreturn sys.stdin.read()", {
        environment: { PATH: '/bin:/usr/bin' },
      }),
    ).toBe('');
  });

  it('takes and returns large values whole', async () => {
    const events = { text: 'ä'.repeat(500_000) };
    expect(await returned('return events', { events })).toEqual(events);
  });

  it('has no other script wait for it', async () => {
    const ends: string[] = [];
    const slow = returned('import time\ntime.sleep(2)').then(() => ends.push('slow'));
    await Promise.all(Array.from({ length: 5 }, () => returned('pass').then(() => ends.push('quick'))));
    await slow;
    expect(ends).toEqual(['quick', 'quick', 'quick', 'quick', 'quick', 'slow']);
  });

  it.each([
    [
      'raises',
      "import sys\nsys.stderr.write('before')\nraise ValueError('no such rule')",
      /^beforeTraceback[^]*\nValueError: no such rule$/,
    ],
    ['exits', 'raise SystemExit(0)', /SystemExit: 0$/],
    ['leaves at once', 'import os\nos._exit(0)', /^the script ended with exit code 0 before it returned$/],
    ['leaves with a word', "import os\nos.write(2, b'a word')\nos._exit(3)", /^a word$/],
    ['is killed', 'import os\nos.kill(os.getpid(), 9)', /^the script ended with exit code -9 before it returned$/],
  ])('fails alone where it %s', async (_what, body, error) => {
    const [failed, other] = await Promise.all([run(scriptOf(body)), run(scriptOf('return 1'))]);
    expect(failed).toEqual({ error: expect.stringMatching(error) as string, hasTimedOut: false });
    expect(other).toEqual({ payload: '1' });
  });

  it('fails where it is no Python', async () => {
    expect(await run('def')).toEqual({ error: expect.stringContaining('SyntaxError') as string, hasTimedOut: false });
  });

  it('is killed after its time, whatever it does about signals', async () => {
    const stubborn = 'import signal, time\nsignal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())\ntime.sleep(60)';
    expect(await run(scriptOf(stubborn), { seconds: 1 })).toEqual({ error: 'the script ran for longer than 1 seconds', hasTimedOut: true });
  });
});

describe('the process that runs scripts', () => {
  it('is replaced where it ends', async () => {
    await expect(run(scriptOf('import os, time\nos.kill(os.getppid(), 9)\ntime.sleep(1)'))).rejects.toThrow(
      'the Python process that runs scripts ended',
    );
    expect(await returned('return 1')).toBe(1);
  });

  // It holds the standard error of its Node, which is read to its end here.
  it.each([
    ['has nothing more to do', '', { stdout: "{ payload: '1' }\n", stderr: '' }],
    ['is killed while a script runs', "setTimeout(() => process.kill(process.pid, 'SIGKILL'), 200); await run(60);", { signal: 'SIGKILL' }],
  ])('ends with a Node that %s', async (_what, more, ended) => {
    const script = JSON.stringify(scriptOf('import time\ntime.sleep(events)\nreturn 1'));
    const program = `import { runPython } from ${JSON.stringify(module)};
      const run = (events) => runPython({ script: ${script}, handler: 'run', events, environment: {}, seconds: 60 });
      console.log(await run(0)); ${more}`;
    const node = ['--import', 'tsx', '--input-type=module', '--eval', program];
    const outcome = promisify(execFile)(process.execPath, node, { timeout: 20_000 }).catch((error: unknown) => error);
    expect(await outcome).toMatchObject(ended);
  });
});
