import { InvalidInput } from '../engine/invalid-input.ts';
import type { Connection } from '../facts/aws/connection.ts';
import { bedrockRegions, enabledByDefault, regionsWithoutBedrock } from '../facts/bedrock-regions.ts';
import { allPages } from '../facts/pages.ts';
import { publishedBedrockRegions } from '../facts/published-bedrock-regions.ts';
import { attemptTo, unreadable, type Unreadable } from '../facts/unreadable.ts';

/** The Regions to judge: those named, or every enabled one with Bedrock. */
export type RegionChoice = readonly string[] | 'all';

/** The Regions of one account, and why they may not be the right ones. */
export interface RegionScope {
  readonly regions: readonly string[];
  readonly failure?: string;
}

/**
 * Parses a list of Regions.
 *
 * @throws InvalidInput for a Region that no partition has
 */
export function parseRegions(text: string, option: string): readonly string[] {
  const regions = [...new Set(text.split(',').map((region) => region.trim()))].filter((region) => region !== '').sort();
  if (regions.length === 0) throw new InvalidInput(`${option} names no Region`);
  const known = [...Object.values(bedrockRegions), ...Object.values(regionsWithoutBedrock)].flat();
  const unknown = regions.find((region) => !known.includes(region));
  if (unknown !== undefined)
    throw new InvalidInput(`${option}: there is no Region '${unknown}'; known Regions: ${known.sort().join(', ')}`);
  return regions;
}

/**
 * Checks that Regions are of the partition that the credentials are for.
 *
 * @throws InvalidInput for one that is of another partition
 */
export function demandPartition(choice: RegionChoice, partition: string): void {
  if (choice === 'all') return;
  const known = [...(bedrockRegions[partition] ?? []), ...(regionsWithoutBedrock[partition] ?? [])];
  const foreign = choice.find((region) => !known.includes(region));
  if (foreign === undefined) return;
  throw new InvalidInput(
    `Region ${foreign} is not of partition ${partition}, for which the credentials are; its Regions: ${known.sort().join(', ')}`,
  );
}

/**
 * The Regions to judge in an account. For `all`, those that are enabled in the account and have Bedrock, by what AWS publishes and the built-in list
 * together; where the enabled ones cannot be read, those that every account has, and a failure that says so.
 *
 * @param access a connection to the account
 */
export async function enabledRegions(choice: RegionChoice, partition: string, access: Connection): Promise<RegionScope> {
  if (choice !== 'all') return { regions: choice };
  const builtIn = bedrockRegions[partition] ?? [];
  const enabled = await attemptTo(listEnabledRegions(access));
  if ('unreadable' in enabled) return assumed(partition, enabled.unreadable);
  const published = await attemptTo(
    publishedBedrockRegions(access).catch((error: unknown) => Promise.reject(unreadable('Regions', error))),
  );
  const withBedrock = new Set([...builtIn, ...('value' in published ? published.value : [])]);
  return { regions: enabled.value.filter((region) => withBedrock.has(region)).sort() };
}

function assumed(partition: string, { message }: Unreadable): RegionScope {
  const regions = partition === 'aws' ? enabledByDefault : (bedrockRegions[partition] ?? []);
  return { regions, failure: `${message}; judged the ${regions.length} Regions with Bedrock that every account has, others are missing` };
}

/** @see https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html */
async function listEnabledRegions(aws: Connection): Promise<string[]> {
  try {
    const account = await aws.account();
    const regions = await allPages(async (NextToken) => {
      const answer = await account.listRegions({ RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'], NextToken });
      return { items: answer.Regions, next: answer.NextToken };
    });
    return regions.flatMap(({ RegionName }) => RegionName ?? []);
  } catch (error) {
    throw unreadable('the enabled Regions', error);
  }
}
