import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { rules } from '../../rules/registry.ts';
import { judgeAccount } from '../../src/cli/account.ts';
import { recordedAccounts } from '../../src/cli/recorded.ts';
import { configure } from '../../src/engine/parameters.ts';
import type { Finding } from '../../src/engine/finding.ts';
import { handWrittenPart, reasonsInTable, section } from './page.ts';

type Parameters = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const explained = new Map(rules.map(({ id }) => [id, reasonsInTable(section(handWrittenPart(id), 'How to put it right'))]));

it.each([
  ['with its defaults', {}],
  ['with the parameters of the example', JSON.parse(await readFile('examples/parameters.json', 'utf8')) as Parameters],
])('the pages explain every reason that the sample organisation is given %s', async (_how, parameters: Parameters) => {
  const configured = rules.map((rule) => configure(rule, parameters[rule.id]));
  const findings: Finding[] = [];
  for await (const account of recordedAccounts('examples/organization.jsonl.gz', rules, { accounts: undefined, regions: undefined })) {
    findings.push(...(await judgeAccount(account, configured)));
  }
  const reasons = findings.filter(({ because }) => because !== undefined);
  expect(reasons.length).toBeGreaterThan(0);
  expect(reasons.filter(({ rule, because = '' }) => !explained.get(rule)?.some((reason) => reason.test(because)))).toEqual([]);
});
