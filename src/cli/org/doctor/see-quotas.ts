import type { Limit } from '../../../engine/live-reader.ts';
import { allPages } from '../../../facts/pages.ts';
import { look } from './look.ts';
import type { MemberClients } from './member-clients.ts';
import type { Observation, Where } from './observation.ts';
import { nearlyUsed } from './quotas.ts';

/** Whether rules and packs of a place, and aggregators where there are to be any, are near their limits. */
export async function seeQuotas(
  clients: MemberClients,
  where: Required<Where>,
  hasAggregators: boolean,
  limit: Limit,
): Promise<Observation[]> {
  const seen = await Promise.all([
    look(limit, {
      ...where,
      check: 'quotas',
      what: 'the rules of AWS Config',
      actions: 'config:DescribeConfigRules',
      read: () =>
        allPages(async (token) => {
          const answer = await clients.rules(token);
          return { items: answer.ConfigRules, next: answer.NextToken };
        }),
      show: ({ length }) => [nearlyUsed('rules', length, where)],
    }),
    look(limit, {
      ...where,
      check: 'quotas',
      what: 'the conformance packs',
      actions: 'config:DescribeConformancePacks',
      read: () =>
        allPages(async (token) => {
          const answer = await clients.packs(token);
          return { items: answer.ConformancePackDetails, next: answer.NextToken };
        }),
      show: ({ length }) => [nearlyUsed('packs', length, where)],
    }),
    ...(hasAggregators ? [seeAggregators(clients, where, limit)] : []),
  ]);
  return seen.flat();
}

const seeAggregators = (clients: MemberClients, where: Required<Where>, limit: Limit): Promise<readonly Observation[]> =>
  look(limit, {
    ...where,
    check: 'quotas',
    what: 'the aggregators',
    actions: 'config:DescribeConfigurationAggregators',
    read: () =>
      allPages(async (token) => {
        const answer = await clients.aggregators(token);
        return { items: answer.ConfigurationAggregators, next: answer.NextToken };
      }),
    show: ({ length }) => [nearlyUsed('aggregators', length, where)],
  });
