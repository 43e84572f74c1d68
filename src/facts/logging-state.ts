import type { Knowledge } from './fact.ts';
import { invocationLogging, type InvocationLogging } from './invocation-logging.ts';
import { regionUseFacts, signOfUse } from './region-use.ts';

/** Whether Regions without use matter. */
export interface UseCriteria {
  readonly appliesTo: 'every-region' | 'regions-in-use';
  readonly inUseDays: number;
}

/** The logging configuration, and where it is off and that matters, what shows that the Region is in use. */
export interface LoggingState {
  /** `undefined` when logging is off. */
  readonly logging: InvocationLogging | undefined;
  /** `undefined` when nothing shows use, or use was not asked for. */
  readonly sign: string | undefined;
}

/** The state of logging in the account and Region; use is probed only when logging is off and only Regions in use count. */
export const loggingState: Knowledge<unknown, LoggingState, UseCriteria> = {
  facts: [invocationLogging, ...regionUseFacts],
  of(known, _scope, _subject, { appliesTo, inUseDays }) {
    const logging = known(invocationLogging, '');
    const probe = logging === undefined && appliesTo === 'regions-in-use';
    return { logging, sign: probe ? signOfUse(known, inUseDays) : undefined };
  },
};
