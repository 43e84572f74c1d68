import { StepFailure } from '../failures.ts';
import type { Action } from './action.ts';

/** The longest delay, in seconds: seven days. */
const maxDelay = 604_800;

const duration = /^P(?:(?<days>\d+)D)?(?:T(?=\d)(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?(?:(?<seconds>\d+)S)?)?$/;

/**
 * `aws:sleep`, for a duration or until a time.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-sleep.html
 */
export const sleep: Action<{ readonly Duration: string } | { readonly Timestamp: string }> = {
  inputSchema: {
    type: 'object',
    properties: { Duration: { type: 'string' }, Timestamp: { type: 'string' } },
    oneOf: [{ required: ['Duration'] }, { required: ['Timestamp'] }],
    additionalProperties: false,
  },
  definedOutputs: [],
  takesOutputs: false,
  run: async (inputs, context) => {
    const delay = 'Duration' in inputs ? secondsOf(inputs.Duration) : secondsUntil(inputs.Timestamp, context.now());
    if (delay > maxDelay) throw new StepFailure(`a delay of ${delay} seconds; allowed: ${maxDelay}`);
    if (delay > 0) await context.wait(delay);
    return {};
  },
};

function secondsOf(text: string): number {
  const parts = duration.exec(text)?.groups;
  if (parts === undefined || text === 'P')
    throw new StepFailure(`'${text}' is no duration of days, hours, minutes and seconds in ISO 8601`);
  const { days = 0, hours = 0, minutes = 0, seconds = 0 } = parts;
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}

function secondsUntil(text: string, now: Date): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new StepFailure(`'${text}' is no time in ISO 8601`);
  return (time - now.getTime()) / 1000;
}
