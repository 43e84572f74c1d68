import { setTimeout } from 'node:timers/promises';
import { attemptTo, unreadable } from '../../facts/unreadable.ts';
import type { AutomationClient } from './automation-client.ts';
import { executionState, type ExecutionState, type StepState } from './execution.ts';

/** What is told while an execution is followed. */
export interface Follower {
  /** A step began, or came to another status. */
  step(step: StepState): void;
  /**
   * A step waits for an approval.
   *
   * @returns whether to go on following
   */
  waiting(step: StepState): Promise<boolean>;
}

/** How far an execution was followed. */
export interface Followed {
  readonly state: ExecutionState;
  /** Why it goes on without anybody looking, as a phrase; left out when it has ended. */
  readonly left?: string;
}

/** Between two looks, in milliseconds: the first after anything changed, and the longest. */
const pauses = { first: 1_000, longest: 5_000 };

/** Follows an execution to its end, until it is given up at an approval, until AWS does not tell of it any more, or until `stop`. */
export async function follow(automation: AutomationClient, id: string, follower: Follower, stop: AbortSignal): Promise<Followed> {
  const told = new Map<string, string>();
  const asked = new Set<string>();
  let pause = pauses.first;
  let state = notSeen;
  while (!stop.aborted) {
    const looked = await attemptTo(
      executionState(automation, id, stop).catch((error: unknown) => Promise.reject(unreadable('how it goes', error))),
    );
    if ('unreadable' in looked) return { state, left: stop.aborted ? interrupted : looked.unreadable.message };
    state = looked.value;
    const news = state.steps.filter(({ name, status }) => told.get(name) !== status);
    for (const step of news) {
      told.set(step.name, step.status);
      follower.step(step);
    }
    if (state.hasEnded) return { state };
    for (const step of state.steps.filter((each) => isApproval(each) && !asked.has(each.name))) {
      asked.add(step.name);
      if (!(await follower.waiting(step))) return { state, left: stop.aborted ? interrupted : `nobody approved ${step.name}` };
    }
    pause = news.length > 0 ? pauses.first : Math.min(pauses.longest, pause * 1.5);
    await setTimeout(pause, undefined, { signal: stop }).catch(() => undefined);
  }
  return { state, left: interrupted };
}

const interrupted = 'interrupted';

const notSeen: ExecutionState = { status: 'Pending', hasEnded: false, steps: [], outputs: {}, failure: undefined };

const isApproval = ({ action, status }: StepState): boolean => action === 'aws:approve' && status === 'Waiting';
