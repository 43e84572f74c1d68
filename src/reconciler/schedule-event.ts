/** What the schedule hands to the reconciler. */
export interface ScheduleEvent {
  /** Name of the pack. */
  readonly pack: string;
  /** S3 URI of its template, with `<region>` where the Region stands. */
  readonly template: string;
  readonly regions: readonly string[];
}

/** @throws Error for an event that the schedule does not send */
export function parseScheduleEvent(event: unknown): ScheduleEvent {
  const { pack, template, regions } = Object(event) as Partial<Record<keyof ScheduleEvent, unknown>>;
  if (typeof pack === 'string' && typeof template === 'string' && isTexts(regions)) return { pack, template, regions };
  throw new Error('the event is not one of the schedule; allowed: pack, template and regions');
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');

/** The template of a Region. */
export const templateIn = (template: string, region: string): string => template.replaceAll('<region>', region);
