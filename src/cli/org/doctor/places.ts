import type { Where } from './observation.ts';

/** How many accounts are named one by one. */
const named = 5;

/**
 * Places as a phrase: accounts with the same Regions together, many accounts by their number.
 *
 * @param allRegions how many Regions there are in all; `undefined` where accounts differ in that
 */
export function placesInWords(places: readonly Where[], allRegions: number | undefined): string {
  const regionsOf = new Map<string, Set<string>>();
  for (const { account = '', region } of places) {
    const regions = regionsOf.get(account) ?? new Set();
    if (region !== undefined) regions.add(region);
    regionsOf.set(account, regions);
  }
  const accountsBy = new Map<string, string[]>();
  for (const [account, regions] of regionsOf) {
    const words = regionsInWords([...regions].sort(), allRegions);
    accountsBy.set(words, [...(accountsBy.get(words) ?? []), account]);
  }
  return [...accountsBy].map(([regions, accounts]) => [accountsInWords(accounts.sort()), regions].filter(Boolean).join(': ')).join('; ');
}

function regionsInWords(regions: readonly string[], all: number | undefined): string {
  return regions.length > 1 && regions.length === all ? `all ${all} Regions` : regions.join(', ');
}

function accountsInWords(accounts: readonly string[]): string {
  const [first] = accounts;
  if (first === undefined || first === '') return '';
  if (accounts.length <= named) return accounts.join(', ');
  return `${accounts.length} accounts (${accounts.slice(0, named).join(', ')} …)`;
}
