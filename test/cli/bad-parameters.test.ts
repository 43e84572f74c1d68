import { expect, it } from 'vitest';
import { refusal, unconnected } from './refusal.ts';

const retention = 'bedrock-log-retention-within-limits';
const encrypted = 'bedrock-log-destinations-encrypted';
const restricted = 'bedrock-log-readers-restricted';
const ids =
  'bedrock-invocation-logging-enabled, bedrock-log-buckets-block-public-access, bedrock-log-destinations-encrypted, ' +
  'bedrock-log-destinations-exist, bedrock-log-readers-restricted, bedrock-log-retention-within-limits';

it.concurrent.each([
  ['nothing', '', /^parameters p\.json are not JSON: /],
  ['half a document', `{"${retention}": {"minimumDays": 3`, /^parameters p\.json are not JSON: /],
  ['a list', '[]', /^parameters p\.json must be an object: rule → parameter → value/],
  ['null', 'null', /^parameters p\.json must be an object/],
  ['an unknown rule', '{"s3-foo": {}}', `no rule has id 's3-foo'; known ids: ${ids}`],
  ['a rule by its prototype', '{"__proto__": {}}', /^no rule has id '__proto__'; known ids: /],
  [
    'a value in place of the parameters of a rule',
    `{"${retention}": 365}`,
    `parameters of ${retention} in p.json must be an object: parameter → value; given 365`,
  ],
  [
    'an unknown parameter',
    `{"${retention}": {"minDays": 365}}`,
    `${retention} has no parameter 'minDays'; it has: minimumDays, maximumDays, closedRegions`,
  ],
  [
    'an inherited name as a parameter',
    `{"${retention}": {"toString": 365}}`,
    `${retention} has no parameter 'toString'; it has: minimumDays, maximumDays, closedRegions`,
  ],
  [
    'a text for a number',
    `{"${retention}": {"minimumDays": "soon"}}`,
    `parameter 'minimumDays' of ${retention}: the value must be integer; given "soon"; allowed: an integer from 1 to 36500`,
  ],
  [
    'a fraction',
    `{"${retention}": {"minimumDays": 1.5}}`,
    `parameter 'minimumDays' of ${retention}: the value must be integer; given 1.5; allowed: an integer from 1 to 36500`,
  ],
  [
    'null for a number',
    `{"${retention}": {"maximumDays": null}}`,
    `parameter 'maximumDays' of ${retention}: the value must be integer; given null; allowed: an integer from 1 to 36500`,
  ],
  [
    'a number below what is allowed',
    `{"${retention}": {"minimumDays": "0"}}`,
    `parameter 'minimumDays' of ${retention}: the value must be >= 1; given "0"; allowed: an integer from 1 to 36500`,
  ],
  [
    'limits that contradict each other',
    `{"${retention}": {"minimumDays": 400, "maximumDays": 30}}`,
    `parameters of ${retention} contradict each other: minimumDays 400 is more than maximumDays 30`,
  ],
  [
    'a minimum above the maximum that was not given',
    `{"${retention}": {"minimumDays": 3000}}`,
    `parameters of ${retention} contradict each other: minimumDays 3000 is more than maximumDays 2557`,
  ],
  [
    'a choice that is none',
    `{"${encrypted}": {"requiredKey": "some"}}`,
    /^parameter 'requiredKey' of bedrock-log-destinations-encrypted: .*; given "some"; allowed: customer-managed, any-kms, any$/,
  ],
  [
    'an alias where ARNs of keys are wanted',
    `{"${encrypted}": {"allowedKeys": ["alias/logs"]}}`,
    /^parameter 'allowedKeys' of bedrock-log-destinations-encrypted: .*; given \["alias\/logs"\]; allowed: a list of texts that match /,
  ],
  [
    'a standard that is none',
    `{"${restricted}": {"standard": "x"}}`,
    /^parameter 'standard' of bedrock-log-readers-restricted: .*; given "x"; allowed: no-broad-grants, listed-only$/,
  ],
  [
    'a tag without a value',
    `{"${restricted}": {"allowedReaderTag": "x"}}`,
    /^parameter 'allowedReaderTag' of bedrock-log-readers-restricted: .*; given "x"; allowed: a text that matches \^\(.*=.*\)\?\$$/,
  ],
  [
    'a name where ARNs of readers are wanted',
    `{"${restricted}": {"allowedReaders": ["bob"]}}`,
    /^parameter 'allowedReaders' of bedrock-log-readers-restricted: .*; given \["bob"\]; allowed: a list of texts that match \^\(arn:aws/,
  ],
  [
    'an account id that is none',
    `{"${restricted}": {"allowedAccounts": ["1"]}}`,
    /^parameter 'allowedAccounts' of bedrock-log-readers-restricted: .*; given \["1"\]; allowed: a list of texts that match \^\(\\d\{12\}\|o-/,
  ],
  [
    'a text for a choice between yes and no',
    `{"${restricted}": {"includeIndirect": "maybe"}}`,
    `parameter 'includeIndirect' of ${restricted}: the value must be boolean; given "maybe"; allowed: true or false`,
  ],
  [
    'the same account twice',
    `{"${encrypted}": {"allowedKeyAccounts": "111122223333,111122223333"}}`,
    /^parameter 'allowedKeyAccounts' of bedrock-log-destinations-encrypted: .*duplicate.*; given "111122223333,111122223333"; allowed: .*each once$/,
  ],
] as const)('refuses a parameters file with %s', async (_what, text, line) => {
  const targets = ['--output', 'out.json', '--record', 'kept.jsonl.gz'];
  const files = { 'p.json': text, 'out.json': 'as it was' };
  const said = await refusal(['evaluate', '--parameters', 'p.json', ...targets], unconnected, files);
  expect(said).toMatch(/^bedrock-logging: /);
  const message = said.replace('bedrock-logging: ', '');
  if (typeof line === 'string') expect(message).toBe(line);
  else expect(message).toMatch(line);
});

it.concurrent('refuses wrong parameters of a rule that is not run', async () => {
  const files = { 'p.json': `{"${retention}": {"minimumDays": -1}}` };
  expect(await refusal(['evaluate', '--rules', encrypted, '--parameters', 'p.json'], unconnected, files)).toMatch(/minimumDays.*given -1/);
});

it.concurrent('refuses a parameters file that is not there', async () => {
  const said = await refusal(['evaluate', '--parameters', 'gone.json', '--output', 'out.json'], unconnected);
  expect(said).toMatch(/^bedrock-logging: parameters gone\.json cannot be read: ENOENT/);
});
