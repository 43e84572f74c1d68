import { InvalidInput } from '../src/engine/invalid-input.ts';
import type { Organization } from '../src/organization/organization-file.ts';

/**
 * Refuses a caller that could not deploy, before it makes buckets that would shut it out.
 *
 * @param arn as STS tells it
 * @throws InvalidInput for another account, and for whoever is none of the roles that deploy
 */
export function refuseOtherCaller(arn: string, { administratorAccount, deploymentRoles }: Organization): void {
  const account = arn.split(':')[4];
  if (account !== administratorAccount)
    throw new InvalidInput(`the credentials are of account ${account ?? arn}; allowed: administratorAccount, ${administratorAccount}`);
  const name = /:assumed-role\/([^/]+)\//.exec(arn)?.[1];
  if (name !== undefined && deploymentRoles.some((role) => isNamed(role, name))) return;
  throw new InvalidInput(`the credentials are those of ${arn}; allowed: deploymentRoles, ${deploymentRoles.join(', ')}`);
}

/** Whether a role may have this name. STS leaves out the path. */
function isNamed(role: string, name: string): boolean {
  const pattern = role
    .slice(role.lastIndexOf('/') + 1)
    .replaceAll(/[+.]/g, '\\$&')
    .replaceAll('*', '.*');
  return new RegExp(`^${pattern}$`).test(name);
}
