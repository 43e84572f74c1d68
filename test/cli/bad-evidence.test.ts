import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { refusal, unconnected } from './refusal.ts';

const header = '{"evidence":"bedrock-logging-rules","version":"1","collectedAt":"2026-03-01T08:00:00Z","partition":"aws"}';
const at = '2026-03-01T08:00:01.000Z';
const endpoint = (account: string, region: string) =>
  `{"account":"${account}","region":"${region}","fact":"bedrock-endpoint","resource":"","at":"${at}","value":{"exists":true,"source":"built-in list"}}`;
const off = (account: string, region: string) =>
  `{"account":"${account}","region":"${region}","fact":"invocation-logging","resource":"","at":"${at}","absent":true}`;

const [one, two] = ['111122223333', '222233334444'];
const sound = [header, endpoint(one, 'us-east-1'), off(one, 'us-east-1'), endpoint(two, 'us-east-1'), off(two, 'us-east-1')];
const end = '{"end":"bedrock-logging-rules","complete":true,"failures":[]}';
const file = (lines: readonly string[]) => `${lines.join('\n')}\n`;
/** The checksum is in the eighth to fifth byte from the end. */
const withWrongChecksum = (gzip: Buffer) => Buffer.concat([gzip.subarray(0, -8), Buffer.alloc(4), gzip.subarray(-4)]);
const line = (number: number, problem: RegExp) => new RegExp(`^line ${number} of evidence e\\.jsonl cannot be used: ${problem.source}`);

it.concurrent.each([
  ['is empty', '', /^evidence e\.jsonl is empty; the first line must be its header$/],
  ['is a blank line', '\n', line(1, /it is not JSON/)],
  ['is something else', '{"hello":"world"}\n', line(1, /it is not evidence: the first line must say 'bedrock-logging-rules'/)],
  ['is a list', '[]\n', line(1, /it is not evidence/)],
  ['has no header', file(sound.slice(1)), line(1, /it is not evidence/)],
  [
    'is of another version',
    file([header.replace('"version":"1"', '"version":"2"')]),
    line(1, /it is evidence of version "2"; this program reads version "1"/),
  ],
  [
    'is of a version that is no text',
    file([header.replace('"version":"1"', '"version":1')]),
    line(1, /it is evidence of version 1; this program reads version "1"/),
  ],
  ['has a damaged header', file([header.replace('"partition":"aws"', '"partition":"mars"')]), line(1, /partition must match pattern/)],
  ['has a damaged line', file(sound.with(3, sound[3]?.slice(0, 40) ?? '')), line(4, /it is not JSON/)],
  ['has a blank line', file(sound.toSpliced(2, 0, '')), line(3, /it is not JSON/)],
  ['has a line that is no object', file(sound.with(2, '42')), line(3, /it must have one of value, absent, refused$/)],
  ['ends within a line', file(sound).slice(0, -30), line(5, /it is not JSON/)],
  [
    'lacks a member',
    file(sound.with(4, (sound[4] ?? '').replace('"resource":"",', ''))),
    line(5, /it must have required property 'resource'/),
  ],
  [
    'has a member too many',
    file(sound.with(1, (sound[1] ?? '').replace('{"acc', '{"note":"x","acc'))),
    line(2, /it must NOT have additional properties \('note'\)/),
  ],
  [
    'has two outcomes in a line',
    file(sound.with(2, (sound[2] ?? '').replace('"absent"', '"value":{},"absent"'))),
    line(3, /it must have one of value, absent, refused$/),
  ],
  ['has no outcome in a line', file(sound.with(2, '{"hello":"world"}')), line(3, /it must have one of value, absent, refused$/)],
  ['goes on after its end', file([...sound, end, off('333344445555', 'us-east-1')]), line(7, /nothing may come after the end$/)],
  ['ends twice', file([...sound, end, end]), line(7, /nothing may come after the end$/)],
  ['has a damaged end', file([...sound, end.replace('true', '1')]), line(6, /complete must be boolean$/)],
  ['has a bad account id', file(sound.with(1, endpoint('1111', 'us-east-1'))), line(2, /account must match pattern/)],
  [
    'has an unknown fact',
    file(sound.with(2, (sound[2] ?? '').replace('invocation-logging', 'weather'))),
    line(3, /no fact has id 'weather'/),
  ],
  [
    'has a value that is none of its fact',
    file(sound.with(3, (sound[3] ?? '').replace('true', '"yes"'))),
    line(4, /value of bedrock-endpoint: exists must be boolean/),
  ],
  [
    'has an unknown refusal',
    file(sound.with(2, (sound[2] ?? '').replace('"absent":true', '"refused":{"refusal":"shy","code":"x"}'))),
    line(3, /refused\.refusal must be equal to one of the allowed values denied, throttled/),
  ],
  [
    'has its accounts in the wrong order',
    file([header, endpoint(two, 'us-east-1'), endpoint(one, 'us-east-1')]),
    line(3, /lines must be ordered by account, then by Region/),
  ],
  [
    'has its Regions in the wrong order',
    file([header, endpoint(one, 'us-east-1'), endpoint(one, 'eu-west-1')]),
    line(3, /lines must be ordered by account, then by Region/),
  ],
  [
    'comes back to an account',
    file([header, endpoint(one, 'us-east-1'), endpoint(two, 'us-east-1'), off(one, 'us-east-1')]),
    line(4, /lines must be ordered/),
  ],
  [
    'says the same twice',
    file([...sound, off(two, 'us-east-1')]),
    line(6, /invocation-logging of '' in us-east-1 of 222233334444 is there twice/),
  ],
] as const)('refuses evidence that %s', async (_what, content, problem) => {
  const said = await refusal(['evaluate', '--evidence', 'e.jsonl', '--format', 'json'], unconnected, { 'e.jsonl': content });
  expect(said).toMatch(/^bedrock-logging: /);
  expect(said.replace('bedrock-logging: ', '')).toMatch(problem);
});

it.concurrent.each([
  ['is not there', {}, /^bedrock-logging: evidence e\.jsonl\.gz cannot be read: ENOENT/],
  [
    'is not compressed but says so',
    { 'e.jsonl.gz': file(sound) },
    /^bedrock-logging: evidence e\.jsonl\.gz cannot be read: incorrect header check/,
  ],
  [
    'is compressed and cut short',
    { 'e.jsonl.gz': gzipSync(file(sound)).subarray(0, -12) },
    /^bedrock-logging: evidence e\.jsonl\.gz cannot be read: unexpected end of file/,
  ],
  [
    'is compressed and damaged',
    { 'e.jsonl.gz': withWrongChecksum(gzipSync(file(sound))) },
    /^bedrock-logging: evidence e\.jsonl\.gz cannot be read: incorrect data check/,
  ],
  ['is compressed nothing', { 'e.jsonl.gz': gzipSync('') }, /^bedrock-logging: evidence e\.jsonl\.gz is empty/],
  ['is no byte at all', { 'e.jsonl.gz': '' }, /^bedrock-logging: evidence e\.jsonl\.gz /],
] as const)('refuses evidence that %s', async (_what, files, problem) => {
  const args = ['evaluate', '--evidence', 'e.jsonl.gz', '--output', 'out.json'];
  expect(await refusal(args, unconnected, { ...files, 'out.json': 'as it was' })).toMatch(problem);
});

it.concurrent('refuses evidence that is a folder', async () => {
  expect(await refusal(['evaluate', '--evidence', '.'], unconnected)).toMatch(/^bedrock-logging: evidence \. cannot be read: EISDIR/);
});
