import { fileURLToPath } from 'node:url';
import { accounts } from '../../../examples/organization/accounts.ts';
import { Unreadable } from '../../../src/facts/unreadable.ts';
import type { Emulator } from '../../emulator/emulator.ts';

const preload = fileURLToPath(new URL('unknown-names.cjs', import.meta.url));

/** The environment of a process that judges a Region of an account of the sample; Amazon Bedrock has no address where the sample could not reach it. */
export function surroundingsOf(emulator: Emulator, account: string, region: string): Readonly<Record<string, string>> {
  const environment = emulator.environmentOf(account);
  const logging = accounts.find((sample) => sample.account === account)?.regions[region]?.logging;
  if (!(logging instanceof Unreadable) || logging.refusal !== 'unreachable') return environment;
  return {
    ...environment,
    AWS_ENDPOINT_URL_BEDROCK: `http://bedrock.${region}.invalid`,
    NODE_OPTIONS: `${environment.NODE_OPTIONS} --require=${JSON.stringify(preload)}`,
  };
}
