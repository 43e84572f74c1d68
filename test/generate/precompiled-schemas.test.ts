import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../../rules/registry.ts';
import * as exemptions from '../../src/engine/exemptions.ts';
import * as liveReader from '../../src/engine/live-reader.ts';
import * as parameters from '../../src/engine/parameters.ts';
import { factsOf, type Rule } from '../../src/engine/rule.ts';
import type { Connection } from '../../src/facts/aws/connection.ts';
import { bundled, writeFiles } from '../../src/generate/bundle.ts';
import { precompiledSchemas } from '../../src/generate/precompiled-schemas.ts';
import * as event from '../../src/lambda/event.ts';
import { bends } from './bends.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bedrock-logging-schemas-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Whatever a function validates with. */
const modules = { ...exemptions, ...liveReader, ...parameters, ...event };
type Modules = Pick<typeof modules, 'configure' | 'liveAccount' | 'parseEvent' | 'parseExemptions'>;

/** The same as a function of the rule has it. */
async function builtFor(rule: Rule): Promise<Modules> {
  const entry = `
    export { parseExemptions } from './src/engine/exemptions.ts';
    export { liveAccount } from './src/engine/live-reader.ts';
    export { configure } from './src/engine/parameters.ts';
    export { parseEvent } from './src/lambda/event.ts';`;
  await writeFiles(join(folder, rule.id), await bundled(rule.id, entry, [precompiledSchemas(rule)]));
  return (await import(pathToFileURL(join(folder, rule.id, 'index.mjs')).href)) as Modules;
}

/** What doing something comes to: `fine`, or what was wrong. */
async function outcomeOf(work: () => unknown): Promise<string> {
  try {
    await work();
    return 'fine';
  } catch (error) {
    const { message, cause } = error as Error;
    return cause instanceof Error ? `${message}: ${cause.message}` : message;
  }
}

const scope = { partition: 'aws', account: '111122223333', region: 'eu-central-1' };

/** What comes of reading each value as each fact of a rule. */
const read = (rule: Rule, values: ReadonlyMap<string, readonly unknown[]>) => (from: Modules) =>
  factsOf(rule).flatMap((fact) =>
    (values.get(fact.id) ?? bends({})).map((value) => () => {
      const reader = from.liveAccount((work) => work()).reader(scope, {} as Connection);
      return reader.read({ ...fact, read: () => Promise.resolve(value) }, 'x');
    }),
  );

/** What comes of giving each parameter of a rule each kind of value. */
const configured = (rule: Rule) => (from: Modules) =>
  Object.entries(rule.parameters).flatMap(([name, schema]) => {
    const given = [schema.default, ...bends(schema.default), '1', '9007199254740993', 'true', 'a,b', 'a,a'];
    return given.map((value) => () => from.configure(rule, { [name]: value }));
  });

const exemption = {
  rule: 'bedrock-logs-are-good',
  resource: '*',
  account: '*',
  region: 'eu-central-1',
  reason: 'none',
  approver: 'nobody',
  expires: '2026-12-31',
};

const exempted = (from: Modules) => [[exemption], ...bends([exemption])].map((list) => () => from.parseExemptions(JSON.stringify(list)));

const scheduled = {
  messageType: 'ScheduledNotification',
  notificationCreationTime: '2026-11-23T10:00:00.000Z',
  awsAccountId: '111122223333',
};

const changed = {
  messageType: 'ConfigurationItemChangeNotification',
  configurationItem: {
    awsAccountId: '111122223333',
    configurationItemCaptureTime: '2026-11-23T10:00:00.000Z',
    configurationItemStatus: 'OK',
    resourceType: 'AWS::S3::Bucket',
    resourceId: 'records',
  },
};

const asked = (from: Modules) => {
  const eventOf = (invokingEvent: unknown) => ({
    accountId: '111122223333',
    configRuleName: 'good',
    resultToken: 'token',
    invokingEvent: JSON.stringify(invokingEvent),
  });
  const invoking = [scheduled, changed].flatMap((each) => [each, ...bends(each)]);
  return [...bends(eventOf(scheduled)), ...invoking.map(eventOf)].map((given) => () => from.parseEvent(given));
};

/** Values of each fact in the sample organisation, and the same bent: few, but of every shape. */
async function sampleValues(): Promise<Map<string, unknown[]>> {
  const lines = gunzipSync(await readFile(`${root}examples/organization.jsonl.gz`))
    .toString()
    .trimEnd()
    .split('\n');
  const samples = new Map<string, Map<string, unknown>>();
  for (const { fact, value } of lines.map((line) => JSON.parse(line) as { fact?: string; value?: unknown })) {
    if (fact === undefined || value === undefined) continue;
    samples.set(fact, (samples.get(fact) ?? new Map<string, unknown>()).set(shapeOf(value), value));
  }
  return new Map([...samples].map(([fact, values]) => [fact, [...values.values()].flatMap((value) => [value, ...bends(value)])]));
}

/** The names in a value. */
const shapeOf = (value: unknown): string => (JSON.stringify(value).match(/"\w+":/g) ?? []).join('');

describe.each(rules.map((rule) => [rule.id, rule] as const))('the function of %s', (_id, rule) => {
  it('finds the same right and the same wrong as the compiler of schemas, in the same words', async () => {
    const built = await builtFor(rule);
    for (const works of [read(rule, await sampleValues()), configured(rule), exempted, asked]) {
      const [wanted, found] = await Promise.all([modules, built].map((from) => Promise.all(works(from).map(outcomeOf))));
      expect(found).toEqual(wanted);
      expect(found).toContain('fine');
      expect(new Set(found).size).toBeGreaterThan(4);
    }
  });
});

describe('the build fails', () => {
  const [rule] = rules;
  const buildOf = async (source: string) => {
    const planted = join(folder, 'planted.ts');
    await writeFile(planted, source.replaceAll('ROOT', root));
    await bundled('planted', `export { handler } from '${planted}';`, [precompiledSchemas(rule as Rule)]);
  };

  it('where a module validates by schemas that nobody compiles, and says which are known', async () => {
    const source = "import { validator } from 'ROOTsrc/engine/schemas.ts';\nexport const handler = validator({ type: 'object' });";
    await expect(buildOf(source)).rejects.toThrow(
      /nobody compiles the schemas of \S+planted\.ts: validator\(\{ type: 'object' \}\); known: src\/engine\/exemptions\.ts: validator\(exemptionsSchema\), /,
    );
  });

  it('where a module imports the compiler', async () => {
    const source = "import { Ajv } from 'ajv';\nexport const handler = new Ajv().compile({});";
    await expect(buildOf(source)).rejects.toThrow(/planted\.ts imports ajv; a function compiles no schemas/);
  });

  it('not where a module validates nothing', async () => {
    const source = "import { problemOf } from 'ROOTsrc/engine/schemas.ts';\nexport const handler = problemOf;";
    await expect(buildOf(source)).resolves.toBeUndefined();
  });
});
