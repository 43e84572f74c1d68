import type { Exemption } from '../../engine/exemptions.ts';
import { exemptionLists, listSize } from '../../organization/exemption-lists.ts';
import { ssmLimits } from '../../organization/long-parameters.ts';

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
  const own = exemptions.map((exemption, at) => ({ at, bytes: listSize([exemption]), allowed: ssmLimits.standard }));
  return {
    bytes: listSize(exemptions),
    standard: exemptionLists(exemptions, ssmLimits.standard).length,
    advanced: exemptionLists(exemptions, ssmLimits.advanced).length,
    tooLong: own.filter(({ bytes }) => bytes > ssmLimits.standard),
  };
}
