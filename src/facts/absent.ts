import { describeError } from './unreadable.ts';

/**
 * Waits for an AWS call and takes the named error codes for "there is none".
 *
 * @returns the answer; `undefined` when the call failed with one of the codes
 * @throws whatever else the call threw
 */
export async function absentOn<Answer>(codes: readonly string[], call: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call;
  } catch (error) {
    const { name, code } = describeError(error);
    if (codes.includes(name) || codes.includes(code)) return undefined;
    throw error;
  }
}
