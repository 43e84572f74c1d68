import { readFile } from 'node:fs/promises';
import { parseExemptions, type Exemption } from '../../engine/exemptions.ts';
import { InvalidInput } from '../../engine/invalid-input.ts';
import type { Rule } from '../../engine/rule.ts';
import { parameterSizes, type ParameterSizes } from './sizes.ts';

/** A file of exemptions, as far as it can be used. */
export interface ExemptionsFile {
  /** Every valid one. */
  readonly exemptions: readonly Exemption[];
  /** Why functions would take none of them, one sentence each, with the place in the file. */
  readonly problems: readonly string[];
  /** What they take of the SSM Parameter Store. */
  readonly sizes: ParameterSizes;
}

/**
 * Reads a file of exemptions by the schema that functions use.
 *
 * @throws InvalidInput when it cannot be read, is no JSON or is no list
 */
export async function exemptionsFile(path: string, registry: readonly Rule[]): Promise<ExemptionsFile> {
  const items = parsedList(path, await readText(path));
  const problems: string[] = [];
  const exemptions: Exemption[] = [];
  for (const [at, item] of items.entries()) {
    const problem = problemOf(item, registry);
    if (problem === undefined) exemptions.push(item as Exemption);
    else problems.push(`exemptions[${at}]${problem}`);
  }
  const sizes = parameterSizes(exemptions);
  const tooLong = sizes.tooLong.map(
    ({ at, bytes, allowed }) => `exemptions[${at}]: it has ${bytes} bytes as a list of its own; allowed: ${allowed}`,
  );
  return { exemptions, problems: [...problems, ...tooLong], sizes };
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new InvalidInput(`exemptions ${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function parsedList(path: string, text: string): readonly unknown[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new InvalidInput(`exemptions ${path} are not JSON: ${(error as Error).message}`, { cause: error });
  }
  if (!Array.isArray(parsed)) throw new InvalidInput(`exemptions ${path} must be a list, as [{"rule": …}, …]`);
  return parsed;
}

/** What is wrong with one, beginning with its field; `undefined` when nothing is. */
function problemOf(item: unknown, registry: readonly Rule[]): string | undefined {
  try {
    parseExemptions(JSON.stringify([item]));
  } catch (error) {
    const { message } = error as Error;
    const [, field = '', what = message] = /^exemptions: 0(\.\w+)? (.*)$/s.exec(message) ?? [];
    return `${field}: ${what.replace(/^exemptions: /, '')}`;
  }
  const { rule, approver } = item as Exemption;
  if (!registry.some(({ id }) => id === rule)) {
    return `.rule: no rule has id '${rule}'; known ids: ${registry.map(({ id }) => id).join(', ')}`;
  }
  return approver.trim() === '' ? '.approver: nobody is named' : undefined;
}
