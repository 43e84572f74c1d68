import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { nothingHandedIn, type HandedIn } from '../engine/handed-in.ts';
import { InvalidInput } from '../engine/invalid-input.ts';
import { parseOrganizationPolicies } from '../engine/organization-policies-file.ts';
import { organizationPolicies } from '../facts/organization-policies.ts';

/**
 * Reads a file that the command `organization-policies` wrote. A name that ends in `.gz` is decompressed.
 *
 * @returns what it hands in about an account: nothing about one that is not in it
 * @throws InvalidInput for a file that cannot be read or used
 */
export async function handedInPolicies(path: string): Promise<(account: string) => HandedIn> {
  const policies = parseOrganizationPolicies(path, await readText(path));
  return (account) => {
    const ofAccount = policies.get(account);
    return ofAccount ? new Map([[organizationPolicies.id, ofAccount]]) : nothingHandedIn;
  };
}

async function readText(path: string): Promise<string> {
  try {
    const content = await readFile(path);
    return (path.endsWith('.gz') ? await promisify(gunzip)(content) : content).toString('utf8');
  } catch (error) {
    throw new InvalidInput(`organisation policies ${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
