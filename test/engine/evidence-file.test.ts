import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { evidenceAccounts } from '../../src/engine/evidence-file.ts';
import { trailerOf, type Ending } from '../../src/engine/evidence-line.ts';
import { InvalidInput } from '../../src/engine/invalid-input.ts';
import { paint, scope, shelf } from './made-up.ts';

const folder = mkdtempSync(join(tmpdir(), 'evidence-'));
afterAll(() => rmSync(folder, { recursive: true }));

const facts = new Map([
  ['paint', paint],
  ['shelf', shelf],
]);
const header = '{"evidence":"bedrock-logging-rules","version":"1","collectedAt":"2026-03-01T09:30:00Z","partition":"aws"}';
const at = '2026-03-01T09:30:00Z';

const line = (account: string, region: string, resource = 'a', value = 'red') =>
  JSON.stringify({ account, region, fact: region === 'global' ? 'shelf' : 'paint', resource, at, value });

const [first, second] = ['111122223333', '444455556666'];
const lines = [header, line(first, 'eu-west-1'), line(first, 'global'), line(first, 'us-east-1'), line(second, 'eu-west-1')];

const end = trailerOf({ complete: true, failures: [] });

let files = 0;
function written(content: string | Buffer, ending = '.jsonl'): string {
  files += 1;
  const path = join(folder, `${files}${ending}`);
  writeFileSync(path, content);
  return path;
}

/** The accounts of a file with their Regions. */
async function accountsOf(path: string): Promise<(readonly [account: string, regions: readonly string[]])[]> {
  const accounts: (readonly [string, readonly string[]])[] = [];
  for await (const { recorded } of evidenceAccounts(path, facts)) accounts.push([recorded.account, recorded.regions()]);
  return accounts;
}

/** What is told of the end, once every account was read. */
async function endingOf(path: string): Promise<Ending | undefined> {
  let told: Ending | undefined;
  const accounts = evidenceAccounts(path, facts, (ending) => (told = ending));
  while ((await accounts.next()).done !== true) expect(told).toBeUndefined();
  return told;
}

/** The accounts that come before the refusal, and its message without the path. */
async function refusalOf(path: string): Promise<{ before: string[]; message: string }> {
  const before: string[] = [];
  try {
    for await (const { recorded } of evidenceAccounts(path, facts)) before.push(recorded.account);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInput);
    const { message } = error as Error;
    expect(message).toContain(path);
    return { before, message: message.replace(path, 'FILE') };
  }
  throw new Error('the evidence was accepted');
}

const whole = [
  [first, ['eu-west-1', 'us-east-1']],
  [second, ['eu-west-1']],
];

describe('an evidence file', () => {
  it.each([
    ['with a final newline', `${lines.join('\n')}\n`, '.jsonl'],
    ['without a final newline', lines.join('\n'), '.jsonl'],
    ['with the line ends of Windows', `${lines.join('\r\n')}\r\n`, '.jsonl'],
    ['without the ending .jsonl', `${lines.join('\n')}\n`, ''],
    ['with its end', [...lines, end, ''].join('\n'), '.jsonl'],
    ['compressed', gzipSync(`${lines.join('\n')}\n`), '.jsonl.gz'],
    ['compressed in two parts', Buffer.concat([gzipSync(`${lines[0]}\n`), gzipSync(lines.slice(1).join('\n'))]), '.jsonl.gz'],
  ])('is read %s', async (_how, content, ending) => {
    expect(await accountsOf(written(content, ending))).toEqual(whole);
  });

  it('hands on its header and what was read', async () => {
    for await (const { header: found, recorded } of evidenceAccounts(written(lines.slice(0, 4).join('\n')), facts)) {
      expect(found).toEqual({
        evidence: 'bedrock-logging-rules',
        version: '1',
        collectedAt: '2026-03-01T09:30:00Z',
        partition: 'aws',
      });
      expect(recorded.known(scope)(paint, 'a')).toBe('red');
    }
  });

  it.each([
    ['is complete', true, []],
    ['was interrupted', false, []],
    ['had failures', true, [`account ${first}: it could not be entered`, 'nothing was judged']],
  ])('tells of a run that %s', async (_what, complete, failures) => {
    expect(await endingOf(written([...lines, trailerOf({ complete, failures })].join('\n')))).toMatchObject({ complete, failures });
  });

  it.each([1, 2, 3, 4, 5])('that is cut off after line %i says so, and is read', async (length) => {
    for (const after of ['', '\n']) {
      const path = written(lines.slice(0, length).join('\n') + after);
      expect(await endingOf(path)).toEqual({ complete: false, failures: [`evidence ${path} has no end; it was cut off`] });
    }
  });

  it('with a header alone has no accounts', async () => {
    expect(await accountsOf(written(`${header}\n`))).toEqual([]);
  });

  it('is read with characters that lie across two chunks', async () => {
    const names = Array.from({ length: 40_000 }, (_, number) => `${number}-ä€😀`);
    const content = [header, ...names.map((name) => line(first, 'us-east-1', name))].join('\n');
    for await (const { recorded } of evidenceAccounts(written(content), facts)) {
      const known = recorded.known(scope);
      expect(names.every((name) => known(paint, name) === 'red')).toBe(true);
    }
  });

  it('that is left after the first account is closed', async () => {
    const accounts = evidenceAccounts(written(lines.join('\n')), facts);
    expect((await accounts.next()).value).toMatchObject({ recorded: { account: first } });
    await accounts.return(undefined);
    expect(await accounts.next()).toEqual({ done: true, value: undefined });
  });

  it('that is left before its end is not called cut off', async () => {
    const accounts = evidenceAccounts(written(lines.join('\n')), facts, (ending) => expect(ending).toBeUndefined());
    await accounts.next();
    await accounts.return(undefined);
  });
});

describe('refused with its line number is', () => {
  const damaged = (number: number, replacement: string) => lines.with(number - 1, replacement).join('\n');

  it.each([
    ['another version', damaged(1, header.replace('"1"', '"2"')), 1, 'it is evidence of version "2"; this program reads version "1"'],
    ['no header', lines.slice(1).join('\n'), 1, "it is not evidence: the first line must say 'bedrock-logging-rules'"],
    ['an empty first line', `\n${lines.join('\n')}`, 1, 'it is not JSON'],
    ['a damaged line', damaged(3, (lines[2] ?? '').slice(0, 50)), 3, 'it is not JSON'],
    ['a second header', damaged(4, header), 4, 'it must have one of value, absent, refused'],
    ['an empty line', lines.toSpliced(2, 0, '').join('\n'), 3, 'it is not JSON'],
    ['an empty line at the end', `${lines.join('\n')}\n\n`, 6, 'it is not JSON'],
    ['an unknown fact', damaged(2, (lines[1] ?? '').replace('paint', 'brush')), 2, "no fact has id 'brush'"],
    [
      'a value its fact does not allow',
      damaged(4, line(first, 'us-east-1', 'a', 'blue')),
      4,
      'value of paint: it must be equal to one of the allowed values red, green',
    ],
    ['a line twice', lines.toSpliced(2, 0, lines[1] ?? '').join('\n'), 3, `paint of 'a' in eu-west-1 of ${first} is there twice`],
    [
      'a contradiction',
      lines.toSpliced(2, 0, line(first, 'eu-west-1', 'a', 'green')).join('\n'),
      3,
      `paint of 'a' in eu-west-1 of ${first} is there twice`,
    ],
    [
      'a Region before another',
      [header, line(first, 'us-east-1'), line(first, 'eu-west-1')].join('\n'),
      3,
      'lines must be ordered by account, then by Region',
    ],
    [
      'an account before another',
      [header, line(second, 'eu-west-1'), line(first, 'us-east-1')].join('\n'),
      3,
      'lines must be ordered by account, then by Region',
    ],
    ['an account that comes back', [...lines, line(first, 'us-west-2')].join('\n'), 6, 'lines must be ordered by account, then by Region'],
    ['a line after the end', [...lines, end, line('555566667777', 'eu-west-1')].join('\n'), 7, 'nothing may come after the end'],
    ['a second end', [...lines, end, end].join('\n'), 7, 'nothing may come after the end'],
    ['a blank line after the end', [...lines, end, '', ''].join('\n'), 7, 'nothing may come after the end'],
    ['evidence after evidence', [...lines, end, ...lines, end].join('\n'), 7, 'nothing may come after the end'],
    ['an end that is cut off', [...lines, end.slice(0, -1)].join('\n'), 6, 'it is not JSON'],
    ['an end without a beginning', end, 1, "it is not evidence: the first line must say 'bedrock-logging-rules'"],
    ['a last line that is cut off', lines.join('\n').slice(0, -20), 5, 'it is not JSON'],
  ])('%s', async (_what, content, number, problem) => {
    const { message } = await refusalOf(written(content));
    expect(message).toBe(`line ${number} of evidence FILE cannot be used: ${problem}`);
    const compressed = await refusalOf(written(gzipSync(content), '.gz'));
    expect(compressed.message).toBe(message);
  });

  it('a damaged line after accounts that were whole', async () => {
    const content = [...lines.slice(0, 4), line(second, 'eu-west-1'), 'damaged'].join('\n');
    expect(await refusalOf(written(content))).toEqual({
      before: [first],
      message: 'line 6 of evidence FILE cannot be used: it is not JSON',
    });
  });
});

describe('refused as a whole is', () => {
  it('an empty file', async () => {
    const message = 'evidence FILE is empty; the first line must be its header';
    expect((await refusalOf(written(''))).message).toBe(message);
    expect((await refusalOf(written(gzipSync(''), '.gz'))).message).toBe(message);
  });

  it('a compressed file that is cut off', async () => {
    const names = Array.from({ length: 2_000 }, (_, number) => line(first, 'us-east-1', `${number}-${Math.sin(number)}`));
    const compressed = gzipSync([header, ...names].join('\n'));
    for (const length of [5, 40, compressed.length - 9, compressed.length - 1]) {
      const { message, before } = await refusalOf(written(compressed.subarray(0, length), '.gz'));
      expect(message).toBe('evidence FILE cannot be read: unexpected end of file');
      expect(before).toEqual([]);
    }
  });

  it('a file that is not compressed in spite of its name', async () => {
    expect((await refusalOf(written(lines.join('\n'), '.gz'))).message).toBe('evidence FILE cannot be read: incorrect header check');
  });

  it('a compressed file without the ending .gz', async () => {
    expect((await refusalOf(written(gzipSync(lines.join('\n'))))).message).toContain('line 1 of evidence FILE cannot be used');
  });

  it.each(['.jsonl', '.jsonl.gz'])('a file %s that is not there', async (ending) => {
    expect((await refusalOf(join(folder, `none${ending}`))).message).toContain('evidence FILE cannot be read: ENOENT');
  });

  it('a folder', async () => {
    expect((await refusalOf(folder)).message).toContain('evidence FILE cannot be read: EISDIR');
  });
});
