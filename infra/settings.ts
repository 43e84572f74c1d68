import { pascalCase } from '../remediation/pascal-case.ts';
import type { Exemption } from '../src/engine/exemptions.ts';
import { InvalidInput } from '../src/engine/invalid-input.ts';
import { exemptionLists, listSize } from '../src/organization/exemption-lists.ts';
import { exemptionsPath, parametersPath } from '../src/lambda/settings.ts';
import { ssmLimits } from '../src/organization/long-parameters.ts';
import type { Organization } from '../src/organization/organization-file.ts';

/** An SSM parameter that functions read. */
export interface Setting {
  /** Logical id in the template. */
  readonly id: string;
  readonly path: string;
  readonly value: string;
  readonly tier: 'Standard' | 'Advanced';
  readonly description: string;
}

/**
 * The SSM parameters of every account and Region: what is too long for the pack, and the exemptions.
 *
 * @throws InvalidInput for an exemption that no SSM parameter holds
 */
export function settingsOf({ rules, exemptions }: Pick<Organization, 'rules' | 'exemptions'>): Setting[] {
  const values = rules.flatMap(({ rule, inSsm }) =>
    Object.entries(inSsm).map(([name, value]): Setting => ({
      id: `${pascalCase(rule.id)}${name.charAt(0).toUpperCase()}${name.slice(1)}Parameter`,
      path: `${parametersPath(rule)}/${name}`,
      value,
      tier: Buffer.byteLength(value) > ssmLimits.standard ? 'Advanced' : 'Standard',
      description: `Parameter ${name} of ${rule.id}, which AWS Config has no room for.`,
    })),
  );
  const lists = exemptionTexts(exemptions).map((value, at): Setting => ({
    id: `Exemptions${at + 1}Parameter`,
    path: `${exemptionsPath}/list-${String(at + 1).padStart(3, '0')}`,
    value,
    tier: 'Standard',
    description: 'Findings that need not be put right, each until a day.',
  }));
  return [...values, ...lists];
}

/**
 * Exemptions as JSON lists in their order, each as long as an SSM parameter of the standard tier may be.
 *
 * @throws InvalidInput for an exemption that is longer by itself
 */
export function exemptionTexts(exemptions: readonly Exemption[]): string[] {
  for (const [at, exemption] of exemptions.entries()) {
    const size = listSize([exemption]);
    if (size <= ssmLimits.standard) continue;
    throw new InvalidInput(
      `exemptions[${at}]: it has ${size} bytes as a list; allowed: ${ssmLimits.standard}, what an SSM parameter holds`,
    );
  }
  return exemptionLists(exemptions, ssmLimits.standard).map((list) => JSON.stringify(list));
}
