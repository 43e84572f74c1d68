import { fine, problem, type Observation, type Where } from './observation.ts';

/**
 * What AWS Config allows in an account and Region, and packs of an organisation.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html
 */
const quotas = {
  rules: { limit: 1_000, are: 'rules of AWS Config', fix: 'delete rules that nobody needs: AWS does not raise it' },
  packs: { limit: 50, are: 'conformance packs', fix: 'delete packs that nobody needs: AWS does not raise it' },
  organizationPacks: {
    limit: 50,
    are: 'conformance packs of the organisation',
    fix: 'delete packs that nobody needs: AWS does not raise it',
  },
  aggregators: { limit: 50, are: 'aggregators', fix: 'delete aggregators that nobody needs, or ask AWS for more' },
} as const;

/** From which part of a quota on it is nearly used up. */
const nearly = 0.9;

/** Whether a quota is nearly used up. */
export function nearlyUsed(quota: keyof typeof quotas, used: number, where: Where): Observation {
  const { limit, are, fix } = quotas[quota];
  if (used < limit * nearly) return fine('quotas', where);
  return problem('quotas', where, `there are ${used} ${are}; AWS allows ${limit}`, fix);
}
