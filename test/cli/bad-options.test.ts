import { expect, it } from 'vitest';
import { refusal, unconnected } from './refusal.ts';

const header = '{"evidence":"bedrock-logging-rules","version":"1","collectedAt":"2026-03-01T08:00:00Z","partition":"aws"}\n';
const knownRegions = /known Regions: .*\baf-south-1\b.*\bus-east-1\b/;

it.concurrent.each([
  ['an unknown option', ['evaluate', '--frobnicate'], [/unknown option '--frobnicate'/]],
  ['a misspelt option', ['evaluate', '--region', 'us-east-1'], [/unknown option '--region' \(Did you mean --regions\?\)/]],
  ['an unknown command', ['judge'], [/unknown command 'judge'/]],
  ['an argument nobody asked for', ['evaluate', 'everything'], [/too many arguments/]],
  ['collect without a file to write', ['collect'], [/--record <file>/, /not specified/]],
  ['an unknown format', ['evaluate', '--format', 'xml'], [/'xml' is invalid/, /table, json/]],
  ['--concurrency 0', ['evaluate', '--concurrency', '0'], [/--concurrency/, /'0' is invalid/, /integer from 1 to 64/]],
  ['--concurrency 65', ['evaluate', '--concurrency', '65'], [/'65' is invalid/, /integer from 1 to 64/]],
  ['--concurrency many', ['evaluate', '--concurrency', 'many'], [/'many' is invalid/, /integer from 1 to 64/]],
  [
    'an unknown rule',
    ['evaluate', '--rules', 'bedrock-is-nice'],
    [/no rule has id 'bedrock-is-nice'; known ids: bedrock-invocation-logging-enabled, /],
  ],
  ['an unknown rule to collect for', ['collect', '--record', 'x.jsonl', '--rules', 'nice'], [/no rule has id 'nice'; known ids: /]],
  ['no rule', ['evaluate', '--rules', ' , '], [/--rules names no rule/]],
  [
    'an unknown Region',
    ['evaluate', '--regions', 'us-east-1,mars-north-1'],
    [/--regions: there is no Region 'mars-north-1'/, knownRegions],
  ],
  ['no Region', ['evaluate', '--regions', ''], [/--regions names no Region/]],
  [
    'an unknown closed Region',
    ['evaluate', '--closed-regions', 'us-esat-1'],
    [/--closed-regions: there is no Region 'us-esat-1'/, knownRegions],
  ],
  [
    'a bad account id',
    ['evaluate', '--accounts', '111122223333,12345', '--assume-role', 'auditor'],
    [/--accounts: '12345' is not an account id/, /twelve digits/],
  ],
  ['no account', ['evaluate', '--accounts', ','], [/--accounts names no account/]],
  [
    '--organization with --accounts',
    ['evaluate', '--organization', '--accounts', '111122223333'],
    [/--organization and --accounts exclude each other/],
  ],
  [
    '--organization with --evidence',
    ['evaluate', '--organization', '--evidence', 'e.jsonl'],
    [/--organization reads from AWS and cannot go with --evidence/],
  ],
  [
    '--assume-role with --evidence',
    ['evaluate', '--assume-role', 'auditor', '--evidence', 'e.jsonl'],
    [/--assume-role .*cannot go with --evidence/],
  ],
  ['--record with --evidence', ['evaluate', '--record', 'x.jsonl', '--evidence', 'e.jsonl'], [/--record .*cannot go with --evidence/]],
  [
    'an output that is its own input',
    ['evaluate', '--evidence', 'e.jsonl', '--output', 'e.jsonl'],
    [/--evidence and --output name the same file: e\.jsonl/],
  ],
  [
    'one file for the report and the evidence',
    ['evaluate', '--output', './x.jsonl', '--record', 'x.jsonl'],
    [/--record and --output name the same file: \.\/x\.jsonl/],
  ],
  [
    'an account that the evidence does not hold',
    ['evaluate', '--evidence', 'e.jsonl', '--accounts', '999999999999'],
    [/evidence e\.jsonl holds nothing of account 999999999999/],
  ],
  [
    'a report in a folder that is not there',
    ['evaluate', '--evidence', 'e.jsonl', '--output', 'gone/report.json'],
    [/cannot write gone\/report\.json: ENOENT/],
  ],
  ['a report in a file that is a folder', ['evaluate', '--evidence', 'e.jsonl', '--output', '.'], [/cannot write \.: EISDIR/]],
] as const)('refuses %s', async (_what, args, words) => {
  const said = await refusal(args, unconnected, { 'e.jsonl': header, 'x.jsonl': 'as it was' });
  expect(said).toMatch(/^bedrock-logging: /);
  for (const word of words) expect(said).toMatch(word);
});

it.concurrent('refuses a Region of the environment that is none', async () => {
  const said = await refusal(['evaluate'], { ...unconnected, AWS_REGION: 'mars-north-1' });
  expect(said).toMatch(/AWS_REGION: there is no Region 'mars-north-1'/);
});
