import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LifecycleRule } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { bucketLifecycle } from '../../src/facts/bucket-lifecycle.ts';
import type { BucketObjectLock } from '../../src/facts/bucket-object-lock.ts';
import type { BucketVersioning } from '../../src/facts/bucket-versioning.ts';
import { lifecycleLifetime } from '../../src/facts/lifecycle-lifetime.ts';
import { runPython } from './interpreter/run-python.ts';
import { ours } from './set-log-retention-seeds.ts';

const folder = new URL('../../remediation/', import.meta.url);
const files = ['logging_configuration', 'settings', 'destination', 'lifetime', 'own_rules', 'extent', 'whole_answers', 'look_ahead'];
const own = files.map((name) => `${name === 'logging_configuration' ? '' : 'set-log-retention/'}${name}.py`);

/** What a function, written in Python over the runbook's own, makes of each event. */
async function inPython<Answer>(code: string, events: unknown, environment: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const texts = await Promise.all(own.map((path) => readFile(new URL(path, folder), 'utf8')));
  const script = [...texts, code].join('\n\n');
  const outcome = await runPython({ script, handler: 'answer', events, environment, seconds: 120 });
  if ('error' in outcome) throw new Error(outcome.error);
  return JSON.parse(outcome.payload) as Answer;
}

/** The same numbers in every run. */
function numbers(seed: number) {
  let state = seed;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const oneOf = <Each>(...each: readonly Each[]): Each => each[below(each.length)] as Each;
  return { below, oneOf };
}

interface Bucket {
  readonly rules: readonly LifecycleRule[];
  readonly versioning: BucketVersioning;
  readonly lock?: { readonly Mode: string; readonly Days?: number; readonly Years?: number; readonly DefaultEventHold?: boolean };
  readonly prefix: string;
  readonly minimum: number;
  readonly maximum: number;
}

/** Buckets of all kinds, with days so few that limits are often met and missed. */
function buckets(count: number): Bucket[] {
  const { below, oneOf } = numbers(7);
  const days = () => 1 + below(9);
  const prefix = () => oneOf('', '', 'a/', 'a/b/', 'a/b/c/', 'x/');
  const filter = () =>
    oneOf<LifecycleRule['Filter']>(
      {},
      { Prefix: prefix() },
      { Prefix: prefix() },
      { Prefix: prefix() },
      { Tag: { Key: 'k', Value: 'v' } },
      { ObjectSizeLessThan: 5 },
      { And: { Prefix: prefix(), ObjectSizeGreaterThan: 5 } },
      { And: { Prefix: prefix(), Tags: [{ Key: 'k', Value: 'v' }] } },
    );
  const lifecycleRule = (_: unknown, at: number): LifecycleRule => {
    const expiration = oneOf(
      undefined,
      { Days: days() },
      { Days: days() },
      { Date: new Date('2030-01-31') },
      { ExpiredObjectDeleteMarker: true },
    );
    const newer = oneOf(undefined, undefined, undefined, 2);
    const noncurrent = oneOf(undefined, { NoncurrentDays: days(), ...(newer && { NewerNoncurrentVersions: newer }) });
    return {
      ID: oneOf(`rule-${at}`, `rule-${at}`, `rule-${at}`, `bedrock-logging-retention${at === 0 ? '' : `-${at}`}`),
      Status: oneOf('Enabled', 'Enabled', 'Enabled', 'Disabled'),
      Filter: filter(),
      ...(expiration && { Expiration: expiration }),
      ...(noncurrent && { NoncurrentVersionExpiration: noncurrent }),
    };
  };
  return Array.from({ length: count }, () => {
    const versioning = oneOf<BucketVersioning>('Never', 'Suspended', 'Enabled', 'Enabled');
    const lock = oneOf(undefined, undefined, { Days: days() }, { Years: 1 }, { DefaultEventHold: true });
    const minimum = days();
    return {
      rules: Array.from({ length: below(4) }, lifecycleRule),
      versioning,
      ...(versioning === 'Enabled' && lock && { lock: { Mode: 'COMPLIANCE', ...lock } }),
      prefix: oneOf('', 'a/', 'a/b/'),
      minimum,
      maximum: minimum + below(6),
    };
  });
}

/** How long the rule has it that records live, in days: at least, and at most; `null` for ever. */
async function judged({ rules, versioning, lock, prefix }: Omit<Bucket, 'minimum' | 'maximum'>): Promise<readonly (number | null)[]> {
  const s3 = { getBucketLifecycleConfiguration: () => Promise.resolve({ Rules: [...rules] }) };
  const read = rules.length === 0 ? [] : await bucketLifecycle.read({ s3: () => Promise.resolve(s3) } as never, {} as never, 'bucket');
  const asFact: BucketObjectLock | undefined = lock && {
    mode: lock.Mode,
    ...(lock.Days && { days: lock.Days }),
    ...(lock.Years && { years: lock.Years }),
    ...(lock.DefaultEventHold && { eventHold: true as const }),
  };
  const { atLeast, atMost } = lifecycleLifetime(read ?? [], versioning, asFact, prefix);
  return [atLeast, atMost].map(({ days }) => (days === Number.POSITIVE_INFINITY ? null : days));
}

const isWithin = ([atLeast, atMost]: readonly (number | null)[], { minimum, maximum }: Pick<Bucket, 'minimum' | 'maximum'>): boolean =>
  (atLeast ?? Infinity) >= minimum && (atMost ?? Infinity) <= maximum;

it('judges how long records live as the rule does', async () => {
  const cases = buckets(2000);
  const found = await inPython<unknown[]>(
    `def answer(events, context):
    def known(days): return None if days == FOREVER else days
    return [[known(days) for days, _ in lifetime(each["rules"], each["versioning"], each.get("lock"), each["prefix"])] for each in events]`,
    cases,
  );
  const wanted = await Promise.all(cases.map(judged));
  expect(new Set(wanted.map((each) => JSON.stringify(each))).size).toBeGreaterThan(30);
  expect(found).toEqual(wanted);
});

const answerNeeded = `def answer(events, context):
    answers = []
    for each in events:
        bucket = {"prefixes": [each["prefix"]], "versioning": each["versioning"], "lock": each.get("lock"), "lifecycle": {"Rules": each["rules"]}}
        try:
            needed, others = needed_rules(bucket, each["minimum"], each["maximum"])
            answers.append({"needed": needed, "others": [rule["ID"] for rule in others]})
        except RuntimeError as error:
            answers.append({"refusal": str(error)})
    return answers`;

it('finds the rule that keeps records longest within the limits, wherever there is one, and touches no rule of others', async () => {
  const cases = buckets(600);
  const answers = await inPython<{ needed?: LifecycleRule[]; others: string[]; refusal?: string }[]>(answerNeeded, cases);
  let refusals = 0;
  for (const [at, each] of cases.entries()) {
    const { needed, others = [], refusal } = answers[at] ?? {};
    const theirs = each.rules.filter(({ ID = '' }) => !ID.startsWith('bedrock-logging-retention'));
    if (needed) {
      expect(others).toEqual(expect.arrayContaining(theirs.map(({ ID }) => ID)));
      const kept = each.rules.filter(({ ID = '' }) => others.includes(ID));
      const lifetime = await judged({ ...each, rules: [...kept, ...needed] });
      expect(isWithin(lifetime, each), JSON.stringify({ each, needed })).toBe(true);
      if (needed.length > 0) expect(lifetime[1], JSON.stringify({ each, needed })).toBe(await longest(each, kept));
    } else {
      refusals += 1;
      expect(refusal).toMatch(/run this again/);
      expect(await longest(each, theirs), JSON.stringify({ each, refusal })).toBe(undefined);
    }
  }
  expect(refusals).toBeGreaterThan(50);
  expect(refusals).toBeLessThan(500);
});

/** What `atMost` the best of all rules brings; `undefined` where none brings the records within the limits. In a bucket without versions, one day less will do. */
async function longest(bucket: Bucket, others: readonly LifecycleRule[]): Promise<number | null | undefined> {
  const found: (number | null)[] = [];
  for (let days = 1; days <= bucket.maximum; days += 1) {
    for (let noncurrent = 1; noncurrent <= bucket.maximum; noncurrent += 1) {
      const lifetime = await judged({ ...bucket, rules: [...others, ours(bucket.prefix, days, noncurrent)] });
      const fits = bucket.versioning !== 'Never' || days + noncurrent <= bucket.maximum || bucket.minimum === bucket.maximum;
      if (isWithin(lifetime, bucket) && fits) found.push(lifetime[1] ?? null);
    }
  }
  return found.length === 0 ? undefined : Math.max(...found.map((each) => each ?? Infinity));
}

describe('a rule in the form the others have', () => {
  const neededIn = async (versioning: BucketVersioning, ...rules: LifecycleRule[]) => {
    const [answer] = await inPython<{ needed?: LifecycleRule[]; refusal?: string }[]>(answerNeeded, [
      { rules, versioning, prefix: 'a/b/', minimum: 365, maximum: 2557 },
    ]);
    return answer;
  };
  const old = (Prefix: string, members: Partial<LifecycleRule>): LifecycleRule => ({ ID: 'old', Status: 'Enabled', Prefix, ...members });
  const { Filter: _, ...unscoped } = ours('', 2192, 365);

  it.each<readonly [name: string, rules: LifecycleRule[], needed: LifecycleRule]>([
    ['a filter where there is none', [], ours('a/b/', 2192, 365)],
    ['a prefix', [old('x/', { Expiration: { Days: 1 } })], { ...unscoped, Prefix: 'a/b/' }],
    [
      'without the abortion of uploads that the others have',
      [old('', { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } })],
      {
        ID: unscoped.ID,
        Status: 'Enabled',
        Prefix: 'a/b/',
        Expiration: { Days: 2192 },
        NoncurrentVersionExpiration: { NoncurrentDays: 365 },
      },
    ],
    [
      'without the expiration that the others have',
      [old('a/', { Expiration: { Days: 400 } })],
      {
        ID: unscoped.ID,
        Status: 'Enabled',
        Prefix: 'a/b/',
        NoncurrentVersionExpiration: { NoncurrentDays: 2157 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      },
    ],
  ])('%s', async (_name, rules, needed) => {
    expect(await neededIn('Enabled', ...rules)).toMatchObject({ needed: [needed] });
    expect((await neededIn('Enabled', ...rules))?.needed?.[0]).toEqual(needed);
  });

  it('names the rules that leave no room', async () => {
    const { refusal } = (await neededIn('Never', old('a/b/c/', { Expiration: { Days: 400 } }))) ?? {};
    expect(refusal).toContain('would be kept for ever, because of no enabled lifecycle rule');
    expect(refusal).toContain('beside lifecycle rule old; give every rule a filter');
  });
});

describe('how much is there and how old it is', () => {
  /** Days before 2026-06-30. */
  const ago = (days: number) => new Date(Date.UTC(2026, 5, 30) - days * 86_400_000).toISOString();
  const versionOf = (Key: string, days: number, IsLatest = true, Size = 10) => ({ Key, LastModified: ago(days), IsLatest, Size });
  const markerOf = (Key: string, days: number, IsLatest = true) => ({ Key, LastModified: ago(days), IsLatest });
  const extentOf = (pages: unknown, deletion: object, deadline = 1e12) =>
    inPython<string>(
      `def answer(events, context):
    pages = json.loads(json.dumps(events["pages"]), object_hook=lambda each: {**each, **({"LastModified": datetime.fromisoformat(each["LastModified"].replace("Z", "+00:00"))} if "LastModified" in each else {})})
    return extent(pages, events["deletion"], datetime(2026, 6, 30, tzinfo=timezone.utc), events["deadline"])`,
      { pages, deletion: { days: 100, noncurrent: 30, stay: 30, versioning: 'Enabled', ...deletion }, deadline },
    );

  it.each<readonly [name: string, pages: unknown, deletion: object, said: string]>([
    ['nothing', [{}], {}, 'Found there: no object versions. Old enough to be deleted for good: no object versions.'],
    [
      'current ones of a bucket without versions',
      [{ Versions: [versionOf('a', 100), versionOf('b', 99), versionOf('c', 1000, true, 12_345)] }],
      { versioning: 'Never' },
      'Found there: 3 object versions of 12,365 bytes, the oldest of 2023-10-04. Old enough to be deleted for good: 2 object versions of 12,355 bytes, the oldest of 2023-10-04.',
    ],
    [
      'current ones of a bucket with versions',
      [{ Versions: [versionOf('a', 100), versionOf('b', 99)] }],
      {},
      'Found there: 2 object versions of 20 bytes, the oldest of 2026-03-22. Old enough to be deleted for good: no object versions. Old enough to get a delete marker, and to be deleted for good 30 days later: 1 object version of 10 bytes, the oldest of 2026-03-22.',
    ],
    [
      'noncurrent ones, by when they became so',
      [
        {
          Versions: [versionOf('a', 900, false), versionOf('b', 20), versionOf('b', 800, false), versionOf('b', 900, false)],
          DeleteMarkers: [markerOf('a', 29), markerOf('c', 1)],
        },
      ],
      {},
      'Found there: 4 object versions of 40 bytes, the oldest of 2024-01-12. Old enough to be deleted for good: 1 object version of 10 bytes, the oldest of 2024-01-12.',
    ],
    [
      'noncurrent ones of a key on two pages',
      [
        { Versions: [versionOf('a', 31, true)], IsTruncated: true },
        { DeleteMarkers: [markerOf('a', 500, false)], IsTruncated: true },
        { Versions: [versionOf('a', 900, false)] },
      ],
      {},
      'Found there: 2 object versions of 20 bytes, the oldest of 2024-01-12. Old enough to be deleted for good: 1 object version of 10 bytes, the oldest of 2024-01-12.',
    ],
    [
      'nothing where others delete as early',
      [{ Versions: [versionOf('a', 900, true), versionOf('a', 901, false)] }],
      { days: null, noncurrent: null },
      'Found there: 2 object versions of 20 bytes, the oldest of 2024-01-11. Old enough to be deleted for good: no object versions.',
    ],
  ])('%s', async (_name, pages, deletion, said) => {
    expect(await extentOf(pages, deletion)).toBe(said);
  });

  it('stops counting where there is too much', async () => {
    const pages = [{ Versions: [versionOf('a', 900)], IsTruncated: true }, { Versions: [versionOf('b', 900)] }];
    expect(await extentOf(pages, { versioning: 'Never' }, 0)).toBe(
      'Found there: at least 1 object version of 10 bytes, the oldest of 2024-01-12. Old enough to be deleted for good: at least 1 object version of 10 bytes, the oldest of 2024-01-12.',
    );
  });
});

describe('what the SDK of the runtime does not know', () => {
  const refused = async (lifecycle: string, lock: string, headers: Readonly<Record<string, string>> = {}) => {
    const server = createServer((request, response) => {
      const body = request.url?.includes('lifecycle') ? lifecycle : lock;
      response.writeHead(body.includes('<Error>') ? 404 : 200, { 'Content-Type': 'application/xml', ...headers });
      response.end(body);
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      return await inPython<string | null>(
        `def answer(events, context):
    try:
        refuse_what_boto3_drops("bucket", "111122223333")
    except RuntimeError as error:
        return str(error)`,
        {},
        { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1' },
      );
    } finally {
      server.close();
    }
  };
  const xmlns = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
  const noLock = '<Error><Code>ObjectLockConfigurationNotFoundError</Code></Error>';
  const noLifecycle = '<Error><Code>NoSuchLifecycleConfiguration</Code></Error>';
  const lifecycle = (filter: string) =>
    `<LifecycleConfiguration ${xmlns}><Rule><ID>a</ID><Filter>${filter}</Filter><Status>Enabled</Status><Transition><Days>1</Days><StorageClass>GLACIER</StorageClass></Transition><NoncurrentVersionTransition><NoncurrentDays>1</NoncurrentDays><NewerNoncurrentVersions>1</NewerNoncurrentVersions><StorageClass>GLACIER</StorageClass></NoncurrentVersionTransition><Expiration><Days>2</Days></Expiration><NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays></NoncurrentVersionExpiration><AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule></LifecycleConfiguration>`;
  const lock = (retention: string) =>
    `<ObjectLockConfiguration ${xmlns}><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention>${retention}</DefaultRetention></Rule></ObjectLockConfiguration>`;
  const both = '<And><Prefix>a</Prefix><Tag><Key>k</Key><Value>v</Value></Tag><Tag><Key>l</Key><Value>v</Value></Tag></And>';

  it('is nothing where it knows every part', async () => {
    expect(await refused(lifecycle(both), lock('<Mode>GOVERNANCE</Mode><Days>1</Days>'))).toBe(null);
    expect(await refused(noLifecycle, noLock)).toBe(null);
  });

  it.each([
    ['a filter', lifecycle('<Prefix>a</Prefix><Colour>red</Colour>'), noLock, 'Colour'],
    ['an event hold of Object Lock', noLifecycle, lock('<DefaultEventHold>true</DefaultEventHold>'), 'DefaultEventHold'],
  ])('is refused: %s', async (_name, lifecycleAnswer, lockAnswer, part) => {
    expect(await refused(lifecycleAnswer, lockAnswer)).toBe(
      `Bucket bucket has settings that this runtime does not know, ${part}. Set its retention by hand.`,
    );
  });
});
