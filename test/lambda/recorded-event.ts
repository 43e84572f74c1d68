import { readFileSync } from 'node:fs';

/** The account of the recorded events. */
export const account = '123456789012';

/** Their Region. */
export const region = 'us-east-2';

/** The name of their rule. */
export const configRuleName = 'bedrock-rule-conformance-pack-a1b2c3d4e';

/** When AWS Config asked in the scheduled one. */
export const scheduledAt = '2016-07-13T21:50:00.373Z';

export type RecordedName =
  'scheduled' | 'item-changed' | 'item-deleted' | 'item-left-scope' | 'oversized-item-changed' | 'snapshot-delivered';

type Members = Readonly<Record<string, unknown>>;

/** How to bend a recorded event; a member that is `undefined` is taken out. */
export interface Bend {
  readonly event?: Members;
  readonly invoking?: Members;
  /** Members of the configuration item, or of its summary. */
  readonly item?: Members;
}

/** An event as recorded in `events/`, bent. */
export function recorded(name: RecordedName, { event, invoking, item }: Bend = {}): Record<string, unknown> {
  const text = readFileSync(new URL(`events/${name}.json`, import.meta.url), 'utf8');
  const whole = JSON.parse(text) as Record<string, unknown> & { invokingEvent: string };
  const inner = { ...(JSON.parse(whole.invokingEvent) as Record<string, unknown>), ...invoking };
  for (const key of ['configurationItem', 'configurationItemSummary']) {
    if (item && key in inner) inner[key] = { ...(inner[key] as object), ...item };
  }
  return withoutUndefined({ ...whole, invokingEvent: JSON.stringify(inner), ...event });
}

const withoutUndefined = (members: Members): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
