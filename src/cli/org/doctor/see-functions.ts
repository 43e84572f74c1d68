import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { functionNameOf } from '../../../organization/names.ts';
import type { Limit } from '../../../engine/live-reader.ts';
import { demand } from '../../../facts/malformed.ts';
import { listOf } from '../../../facts/pages.ts';
import { describeError } from '../../../facts/unreadable.ts';
import { look } from './look.ts';
import type { MemberClients } from './member-clients.ts';
import { fine, problem, type Observation, type Where } from './observation.ts';
import type { Version } from './versions.ts';

/**
 * Whether the functions of the rules are in a place. One page of the list is asked for first, which in most accounts is all there is; only where it is not,
 * the functions that are not on it are asked for one by one.
 *
 * @param note takes the version of each function
 */
export async function seeFunctions(
  clients: MemberClients,
  rules: readonly string[],
  where: Required<Where>,
  limit: Limit,
  note: (version: Version) => void,
): Promise<Observation[]> {
  let left: readonly string[] = [];
  const judge = (rule: string, found: FunctionConfiguration | undefined): Observation => {
    if (found) note({ ...where, check: 'function-versions', of: `the function of ${rule}`, hash: hashOf(found) });
    return judged(rule, found, where);
  };
  const listed = await look(limit, {
    ...where,
    check: 'functions',
    what: 'the list of functions',
    actions: 'lambda:ListFunctions',
    read: () => clients.functions(),
    show: ({ Functions, NextMarker }) => {
      const byName = new Map(listOf(Functions).map((each) => [each.FunctionName, each]));
      const isKnown = (rule: string) => byName.has(functionNameOf(rule));
      const isWhole = NextMarker === undefined || NextMarker === '';
      left = isWhole ? [] : rules.filter((rule) => !isKnown(rule));
      return rules.filter((rule) => isWhole || isKnown(rule)).map((rule) => judge(rule, byName.get(functionNameOf(rule))));
    },
  });
  const others = await Promise.all(
    left.map((rule) =>
      look(limit, {
        ...where,
        check: 'functions',
        what: `the function of ${rule}`,
        actions: 'lambda:GetFunctionConfiguration',
        read: () => functionNamed(clients, functionNameOf(rule)),
        show: (found) => [judge(rule, found)],
      }),
    ),
  );
  return [...listed, ...others.flat()];
}

/** `undefined` when there is none. */
async function functionNamed(clients: MemberClients, name: string): Promise<FunctionConfiguration | undefined> {
  try {
    return await clients.function(name);
  } catch (error) {
    if (describeError(error).name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

function judged(rule: string, found: FunctionConfiguration | undefined, where: Where): Observation {
  if (!found) return problem('functions', where, `there is no function of ${rule}`, 'deploy again; until then the pack fails there');
  if (found.State !== 'Failed' && found.LastUpdateStatus !== 'Failed') return fine('functions', where);
  const reason = found.StateReason ?? found.LastUpdateStatusReason ?? 'no reason given';
  return problem('functions', where, `the function of ${rule} failed: ${reason}`, 'put right what the reason says, then deploy again');
}

function hashOf({ CodeSha256 }: FunctionConfiguration): string {
  demand(typeof CodeSha256 === 'string' && CodeSha256 !== '', 'hash of a function');
  return CodeSha256;
}
