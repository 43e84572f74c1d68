import { bedrockResourceKinds, bedrockResources } from './bedrock-resources.ts';
import { together, type Known } from './fact.ts';
import { invocationActivity } from './invocation-activity.ts';
import { attempt } from './unreadable.ts';

/** The facts that tell whether Bedrock is used in a Region. */
export const regionUseFacts = [invocationActivity, bedrockResources];

/**
 * What shows that Bedrock is used in the Region: a call in the last `inUseDays` days, or a resource that bills or serves. One sign suffices, so a probe
 * that could not be read matters only when no other shows anything.
 *
 * @returns the first sign found, as a phrase; `undefined` when every probe was read and none shows use
 * @throws Unreadable when a probe could not be read and no other shows use
 */
export function signOfUse(known: Known, inUseDays: number): string | undefined {
  const activity = attempt(() => known(invocationActivity, ''));
  const days = 'value' in activity ? activity.value?.daysSinceLastCall : undefined;
  if (days !== undefined && days <= inUseDays)
    return days === 0 ? 'a model was called today' : `a model was called ${days === 1 ? 'a day' : `${days} days`} ago`;

  const probes = together(bedrockResourceKinds.map((kind) => () => attempt(() => known(bedrockResources, kind))));
  const found = probes.findIndex((probe) => 'value' in probe && probe.value !== undefined && probe.value.count > 0);
  if (found >= 0) return `there is at least one ${bedrockResourceKinds[found]}`;

  const unread = [activity, ...probes].find((probe) => 'unreadable' in probe);
  if (unread && 'unreadable' in unread) throw unread.unreadable;
  return undefined;
}
