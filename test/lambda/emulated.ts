import { afterAll, beforeEach } from 'vitest';
import { startEmulator } from '../emulator/start.ts';
import { useEndpoints } from '../facts/read-fact.ts';
import { account } from './recorded-event.ts';

/** The emulator of the test file that imports this, emptied before each test; the SDK of this process acts as the account of the recorded events. */
export const emulator = await startEmulator({ seed: 3 });

useEndpoints(emulator.environmentOf(account));
beforeEach(() => emulator.reset());
afterAll(() => emulator.stop());
