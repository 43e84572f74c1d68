import { bedrockRegions, enabledByDefault } from '../facts/bedrock-regions.ts';
import type { OrganizationFile } from './organization-schema.ts';

/** The Regions that are deployed to, in order, each once. */
export function deployedRegions({
  regions,
  closedRegions,
  partition,
}: Pick<OrganizationFile, 'regions' | 'closedRegions' | 'partition'>): string[] {
  if (regions !== 'all-bedrock-regions') return [...regions].sort();
  const all = partition === 'aws' ? enabledByDefault : (bedrockRegions[partition] ?? []);
  return all.filter((region) => !closedRegions.includes(region)).sort();
}

/** Whether a Region is one of a partition, by its name. */
export function isOfPartition(region: string, partition: OrganizationFile['partition']): boolean {
  const prefixes = { 'aws-us-gov': 'us-gov-', 'aws-cn': 'cn-' } as const;
  if (partition !== 'aws') return region.startsWith(prefixes[partition]);
  return !Object.values(prefixes).some((prefix) => region.startsWith(prefix));
}
