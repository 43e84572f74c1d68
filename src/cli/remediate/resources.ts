import type { Finding } from '../../engine/finding.ts';
import { InvalidInput } from '../../engine/invalid-input.ts';

/**
 * The ids of the resources to put right: those that do not comply, each once.
 *
 * @param asked the only ones to take; `undefined` for all
 * @throws InvalidInput for one that the rule does not judge
 */
export function chosenResources(findings: readonly Finding[], asked: readonly string[] | undefined): readonly string[] {
  const judged = new Set(findings.map(({ resource }) => resource.id));
  const stranger = asked?.find((id) => !judged.has(id));
  if (stranger !== undefined)
    throw new InvalidInput(`--resource: the rule judges no resource '${stranger}' there; judged: ${[...judged].join(', ') || 'none'}`);
  const red = findings.filter(({ verdict }) => verdict === 'NON_COMPLIANT').map(({ resource }) => resource.id);
  return [...new Set(red)].filter((id) => asked?.includes(id) ?? true);
}
