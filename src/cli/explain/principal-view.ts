import type { Access } from '../../facts/principal-access.ts';
import type { Reason } from '../../policy/explanation.ts';
import { titleOf, type Told } from './destinations.ts';
import { grid, heading, paintFor, type Look } from './grid.ts';
import { sureness, type Sureness } from './readers.ts';

/** What is told of one principal and a destination. */
export interface ExplainedPrincipal {
  readonly account: string;
  readonly region: string;
  readonly principal: string;
  readonly destination: { readonly type: string; readonly id: string } | undefined;
  readonly accesses?: readonly ExplainedAccess[];
  readonly unreadable?: string;
  readonly nothing?: string;
}

interface ExplainedAccess {
  readonly action: string;
  readonly on: string;
  readonly allowed: Sureness;
  /** What it lets somebody do, for what does not read by itself. */
  readonly indirectly?: string;
  readonly because: readonly Reason[];
}

/** Puts what was found out about a principal into plain JSON. */
export function explainedPrincipal(told: Told<readonly Access[]>, principal: string): ExplainedPrincipal {
  const { scope, destination } = told;
  const place = { account: scope.account, region: scope.region, principal };
  const of = { ...place, destination: destination && { type: destination.type, id: destination.id } };
  if ('unreadable' in told) return { ...of, unreadable: told.unreadable };
  if ('nothing' in told) return { ...of, nothing: told.nothing };
  return {
    ...of,
    accesses: told.value.map(({ action, on, how, indirectly, because }) => ({
      action,
      on,
      allowed: sureness[how],
      ...(indirectly !== undefined && { indirectly }),
      because,
    })),
  };
}

/** The same for people: action by action, what opens it or what stops it. */
export function principalTable(explained: ExplainedPrincipal, told: Told<unknown>, look: Look): string {
  const paint = paintFor(look);
  const { account, region, principal, accesses, unreadable, nothing } = explained;
  const place = told.destination ? `  ${titleOf(told.destination)}` : '';
  const title = heading([principal, `${account}  ${region}${place}`], paint, look);
  if (!accesses) return `${title}\n${grid([[unreadable ?? nothing ?? '']], look)}\n\n`;
  const rows = accesses.map(({ action, on, allowed, indirectly, because }) => [
    action,
    allowed,
    [`on ${on}${indirectly === undefined ? '' : `, to ${indirectly}`}`, ...because.map(reasonText)],
  ]);
  return `${title}\n${grid([['action', 'allowed', 'because'], ...rows], look)}\n\n`;
}

const reasonText = ({ policy, statement, why }: Reason): string => `${policy}${statement === '' ? '' : ` (${statement})`}: ${why}`;
