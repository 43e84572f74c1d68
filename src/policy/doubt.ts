import { maybe, no, yes, type Kleene } from './kleene.ts';
import type { RequestContext } from './request-context.ts';

/** An answer that AWS does not document clearly: {@link maybe}, or, in a settled context, the likelier one. */
export function doubtful(context: RequestContext, likely: boolean): Kleene {
  if (!context.settled) return maybe;
  return likely ? yes : no;
}
