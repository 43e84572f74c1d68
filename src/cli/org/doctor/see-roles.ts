import type { Limit } from '../../../engine/live-reader.ts';
import { allPages, listOf } from '../../../facts/pages.ts';
import { look } from './look.ts';
import type { MemberClients, serviceLinkedRoles } from './member-clients.ts';
import { fine, problem, type Observation } from './observation.ts';

/** An account that is looked at. */
interface Member {
  readonly account: string;
  readonly regions: readonly string[];
  readonly roles: ReturnType<typeof serviceLinkedRoles>;
  clients(region: string): MemberClients;
  readonly wantsRunbooks: boolean;
}

const ofRecorder = 'AWSServiceRoleForConfig';

/**
 * Service-linked roles by the service that takes them.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/using-service-linked-roles.html
 */
const services: Readonly<Record<string, string>> = {
  [ofRecorder]: 'config.amazonaws.com',
  AWSServiceRoleForConfigConforms: 'config-conforms.amazonaws.com',
  AWSServiceRoleForConfigMultiAccountSetup: 'config-multiaccountsetup.amazonaws.com',
  AWSServiceRoleForConfigRemediation: 'remediation.config.amazonaws.com',
};

/** Whether AWS Config has its service-linked roles in an account. Its recorder may have a role of the account's own instead. */
export async function seeRoles({ account, regions, roles, clients, wantsRunbooks }: Member, limit: Limit): Promise<readonly Observation[]> {
  const where = { account };
  const wanted = Object.keys(services).filter((role) => wantsRunbooks || role !== 'AWSServiceRoleForConfigRemediation');
  return look(limit, {
    ...where,
    check: 'service-linked-roles',
    what: 'the service-linked roles',
    actions: 'iam:ListRoles',
    read: () =>
      allPages(async (token) => {
        const answer = await roles(token);
        return { items: answer.Roles, next: answer.IsTruncated ? answer.Marker : undefined };
      }),
    show: async (found) => {
      const names = new Set(found.flatMap(({ RoleName }) => RoleName ?? []));
      const missing = wanted.filter((role) => !names.has(role));
      const needed = await Promise.all(
        missing.map(async (role): Promise<readonly Observation[]> =>
          role === ofRecorder ? seeRecorderRoles(account, regions, clients, limit) : [noRole(account, role)],
        ),
      );
      return [...wanted.filter((role) => names.has(role)).map(() => fine('service-linked-roles', where)), ...needed.flat()];
    },
  });
}

const noRole = (account: string, role: string): Observation =>
  problem(
    'service-linked-roles',
    { account },
    `there is no ${role}`,
    `AWS Config makes it when it first needs it; by hand: aws iam create-service-linked-role --aws-service-name ${services[role]}`,
  );

/** Asks the recorders themselves, now that their usual role is missing. */
async function seeRecorderRoles(
  account: string,
  regions: readonly string[],
  clients: (region: string) => MemberClients,
  limit: Limit,
): Promise<Observation[]> {
  const seen = await Promise.all(
    regions.map((region) =>
      look(limit, {
        account,
        region,
        check: 'service-linked-roles',
        what: 'the role of the configuration recorder',
        actions: 'config:DescribeConfigurationRecorders',
        read: () => clients(region).recorders(),
        show: ({ ConfigurationRecorders }) => {
          const takesIt = listOf(ConfigurationRecorders).some(({ roleARN }) => roleARN?.endsWith(`/${ofRecorder}`));
          return [takesIt ? noRole(account, ofRecorder) : fine('service-linked-roles', { account, region })];
        },
      }),
    ),
  );
  return seen.flat();
}
