import { afterAll, beforeEach } from 'vitest';
import { startEmulator } from '../emulator/start.ts';
import { useEndpoints } from './read-fact.ts';

/** The emulator of the test file that imports this, emptied before each test. */
export const emulator = await startEmulator({ seed: 11 });

useEndpoints(emulator.environment);
beforeEach(() => emulator.reset());
afterAll(() => emulator.stop());
