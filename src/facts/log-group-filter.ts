/** Whether something that selects log groups selects one; `undefined` when it is not written as AWS documents. */
export type Selects = (logGroupName: string) => boolean | undefined;

/**
 * The selection criteria of an account's subscription filter. AWS takes no others than a list of the log groups left out: `LogGroupName NOT IN ["a", "b"]`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutAccountPolicy.html
 */
export function selectedBy(criteria: string): Selects {
  const list = /^\s*LogGroupName\s+NOT\s+IN\s+(\[.*\])\s*$/is.exec(criteria)?.[1];
  const left = list === undefined ? undefined : namesOf(list);
  return (name) => left && !left.includes(name);
}

function namesOf(json: string): string[] | undefined {
  try {
    const names = JSON.parse(json) as unknown[];
    return names.every((name) => typeof name === 'string') ? names : undefined;
  } catch {
    return undefined;
  }
}

/** One comparison with one name or several: `LogGroupName NOT IN ('a', 'b')`. */
const comparison = /^\s*LogGroupName\s*(?:(=|!=)\s*('[^']*')|\b(LIKE|NOT\s+LIKE)\s*('[^'%]*%')|\b(IN|NOT\s+IN)\s*\(([^()]*)\))\s*/i;
const listOfNames = /^\s*'[^']*'\s*(?:,\s*'[^']*'\s*)*$/;

/** Comparisons AWS takes in one filter. */
const mostComparisons = 5;

/**
 * The filter of a link to a monitoring account, such as `LogGroupName LIKE 'aws/lambda/%' OR LogGroupName = 'audit'`. AWS does not say what comes first where
 * AND and OR are mixed, so such a filter is not understood.
 *
 * @see https://docs.aws.amazon.com/OAM/latest/APIReference/API_LogGroupConfiguration.html
 */
export function sharedBy(filter: string): Selects {
  if (filter.trim() === '*') return () => true;
  const tests: ((name: string) => boolean)[] = [];
  const joints = new Set<string>();
  let rest = filter;
  while (tests.length < mostComparisons) {
    const found = comparison.exec(rest);
    const test = found && testOf(found);
    if (!test) break;
    tests.push(test);
    rest = rest.slice(found[0].length);
    if (rest === '') return joints.size > 1 ? notUnderstood : joined(tests, joints.has('AND'));
    const joint = /^(AND|OR)\b/i.exec(rest)?.[0];
    if (joint === undefined) break;
    joints.add(joint.toUpperCase());
    rest = rest.slice(joint.length);
  }
  return notUnderstood;
}

const notUnderstood: Selects = () => undefined;

const joined =
  (tests: readonly ((name: string) => boolean)[], areAll: boolean): Selects =>
  (name) =>
    areAll ? tests.every((test) => test(name)) : tests.some((test) => test(name));

function testOf([, equality, one = '', likeness, start = '', membership, several = '']: RegExpExecArray) {
  if (equality !== undefined) return (name: string) => (name === unquoted(one)) === (equality === '=');
  if (likeness !== undefined) return (name: string) => name.startsWith(unquoted(start).slice(0, -1)) !== /^NOT/i.test(likeness);
  if (membership === undefined || !listOfNames.test(several)) return undefined;
  const names = (several.match(/'[^']*'/g) ?? []).map(unquoted);
  return (name: string) => names.includes(name) !== /^NOT/i.test(membership);
}

const unquoted = (quoted: string): string => quoted.slice(1, -1);
