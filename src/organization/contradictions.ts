import { deployedRegions, isOfPartition } from './deployed-regions.ts';
import type { OrganizationFile } from './organization-schema.ts';
import { givenText, type Problem } from './problem.ts';

/** Fields of the organisation that contradict each other. */
export const contradictions = (file: OrganizationFile): Problem[] => [
  ...regionProblems(file),
  ...accountProblems(file),
  ...unitProblems(file),
  ...partitionProblems(file),
];

function regionProblems(file: OrganizationFile): Problem[] {
  const { regions, closedRegions, homeRegion } = file;
  const deployed = deployedRegions(file);
  const open = regions === 'all-bedrock-regions' ? [] : regions;
  const problems = closedRegions.flatMap((region, at) =>
    open.includes(region) ? [{ field: `closedRegions[${at}]`, message: `${region} is among regions too; allowed: one or the other` }] : [],
  );
  if (deployed.length === 0) problems.push({ field: 'regions', message: 'no Region is left to deploy to; allowed: a list of Regions' });
  else if (!deployed.includes(homeRegion))
    problems.push({ field: 'homeRegion', message: `${homeRegion} is not deployed to; allowed: ${deployed.join(', ')}` });
  return problems;
}

function accountProblems(file: OrganizationFile): Problem[] {
  const { managementAccount, administratorAccount, excludedAccounts, managementAccountByHand, deploymentRoles } = file;
  const problems: Problem[] = [];
  if (administratorAccount === managementAccount)
    problems.push({ field: 'administratorAccount', message: `${administratorAccount} is managementAccount; allowed: a member account` });
  for (const [at, account] of excludedAccounts.entries()) {
    const field = `excludedAccounts[${at}]`;
    if (account === administratorAccount)
      problems.push({ field, message: `${account} is administratorAccount, which has what it deploys; allowed: another account` });
    if (account === managementAccount && managementAccountByHand)
      problems.push({ field, message: `${account} is managementAccount, and managementAccountByHand is true; allowed: one or the other` });
  }
  for (const [at, role] of deploymentRoles.entries()) {
    if (role.split(':')[4] === administratorAccount) continue;
    problems.push({
      field: `deploymentRoles[${at}]`,
      message: `${role} is not of administratorAccount; allowed: roles of ${administratorAccount}`,
    });
  }
  return problems;
}

function unitProblems({ organizationalUnits, rulesThrough }: OrganizationFile): Problem[] {
  const roots = organizationalUnits.filter((unit) => unit.startsWith('r-'));
  if (roots.length > 0 && organizationalUnits.length > 1)
    return [
      {
        field: 'organizationalUnits',
        message: `given ${organizationalUnits.join(', ')}; allowed: the root alone, which has all the others`,
      },
    ];
  if (roots.length > 0 || rulesThrough === 'stacks') return [];
  return organizationalUnits.map((unit, at) => ({
    field: `organizationalUnits[${at}]`,
    message: `${unit} is not the root, and a pack of the organisation reaches every account, with functions or without; allowed: the root and excludedAccounts, or rulesThrough: 'stacks'`,
  }));
}

function partitionProblems({ partition, homeRegion, regions, closedRegions, deploymentRoles, functionLogs }: OrganizationFile): Problem[] {
  const named: [field: string, region: string][] = [
    ['homeRegion', homeRegion],
    ...(regions === 'all-bedrock-regions' ? [] : regions.map((region, at): [string, string] => [`regions[${at}]`, region])),
    ...closedRegions.map((region, at): [string, string] => [`closedRegions[${at}]`, region]),
  ];
  const arns: [field: string, arn: string][] = [
    ...deploymentRoles.map((role, at): [string, string] => [`deploymentRoles[${at}]`, role]),
    ...(functionLogs.key === undefined ? [] : [['functionLogs.key', functionLogs.key] as [string, string]]),
  ];
  const message = (value: string) => `${givenText(value)} is not of partition ${partition}`;
  return [
    ...named.filter(([, region]) => !isOfPartition(region, partition)),
    ...arns.filter(([, arn]) => arn.split(':')[1] !== partition),
  ].map(([field, value]) => ({ field, message: message(value) }));
}
