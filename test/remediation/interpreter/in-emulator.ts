import type { Emulator } from '../../emulator/emulator.ts';
import type { Run } from './run.ts';

/** Where a runbook runs that an account starts in its emulated self, with credentials that may do anything. */
export const inEmulator = (emulator: Emulator, account: string, region: string) =>
  ({
    account,
    region,
    client: (ClientClass) => emulator.client(account, region, ClientClass),
    environmentForScripts: emulator.environmentOf(account),
  }) satisfies Run;
