import type { Exemption } from '../../engine/exemptions.ts';

/**
 * Bytes that an SSM parameter holds, by tier; the advanced one costs money.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
 */
const limits = { standard: 4_096, advanced: 8_192 } as const;

/** What exemptions take of the SSM Parameter Store. */
export interface ParameterSizes {
  /** Of all of them as one list. */
  readonly bytes: number;
  /** How many parameters of the standard tier hold them, in their order; that is how they are deployed. */
  readonly standard: number;
  /** How many of the advanced tier would. */
  readonly advanced: number;
  /** Those that not even a standard parameter of their own holds. */
  readonly tooLong: readonly { readonly at: number; readonly bytes: number; readonly allowed: number }[];
}

/** What exemptions take of the SSM Parameter Store, split into lists in their order. */
export function parameterSizes(exemptions: readonly Exemption[]): ParameterSizes {
  const own = exemptions.map((exemption, at) => ({ at, bytes: bytesOf([exemption]), allowed: limits.standard }));
  return {
    bytes: bytesOf(exemptions),
    standard: listsOf(exemptions, limits.standard),
    advanced: listsOf(exemptions, limits.advanced),
    tooLong: own.filter(({ bytes }) => bytes > limits.standard),
  };
}

const bytesOf = (list: readonly Exemption[]): number => Buffer.byteLength(JSON.stringify(list));

/** How many lists of at most so many bytes hold them; a list adds two brackets, and a comma between two. */
function listsOf(exemptions: readonly Exemption[], limit: number): number {
  let [lists, bytes] = [0, limit];
  for (const exemption of exemptions) {
    const own = bytesOf([exemption]) - '[]'.length;
    const grown = bytes + ','.length + own;
    if (grown <= limit) bytes = grown;
    else [lists, bytes] = [lists + 1, own + '[]'.length];
  }
  return lists;
}
