import { account, keys, type RequestText, type StatementText } from './arbitrary-requests.ts';
import { fieldsLike, literally } from './oracle.ts';

const buckets = ['a', 'ab', 'b', 'c', 'cc'];
const usernames = keys.find(({ name }) => name === 'aws:username')?.given.map(String) ?? [];
const segments = ['x', 'y', '1', 'zz', ''];
const names = [...segments, ...usernames, '12', 'ana1', 'b1', '${aws:username}', "${aws:username, 'x'}"];

/** Buckets, and objects with up to three segments in their keys, of which one can be any name that policies speak of. */
const objects: readonly string[] = [
  ...new Set(
    buckets.flatMap((bucket) => [
      `arn:aws:s3:::${bucket}`,
      ...[
        ...names,
        ...names.flatMap((name) => segments.flatMap((segment) => [`${name}/${segment}`, `${segment}/${name}`])),
        ...names.flatMap((one) => segments.flatMap((another) => segments.map((third) => `${one}/${another}/${third}`))),
      ].map((key) => `arn:aws:s3:::${bucket}/${key}`),
    ]),
  ),
];

const groups = ['a', 'ab', 'ac', 'b', 'bb', 'c', 'cc', 'abc', ...usernames, '${aws:username}'];

/** Log groups, with all their streams and with one, and what only begins like one. */
const logGroups: readonly string[] = [
  ...new Set(
    groups.flatMap((name) =>
      ['', ':', '::', '::x', ':x', ':*', ':log-stream:', ':log-stream:x', ':log-stream:y', ':log-stream:y:log-stream:x'].map(
        (end) => name + end,
      ),
    ),
  ),
].map((name) => `arn:aws:logs:eu-west-1:${account}:log-group:${name}`);

const resources = [...objects, ...logGroups];

const matching = new Map<string, readonly boolean[]>();

/** Whether each of the resources matches a pattern. */
function matchesOf(pattern: string): readonly boolean[] {
  const known = matching.get(pattern) ?? resources.map((resource) => pattern === '*' || fieldsLike(pattern, resource));
  matching.set(pattern, known);
  return known;
}

function statementsOf({
  identityPolicies,
  groupPolicies,
  boundary,
  sessionPolicy,
  resourcePolicy,
  scps,
  rcps,
}: RequestText): StatementText[] {
  const own = [...identityPolicies, ...groupPolicies, ...boundary, ...sessionPolicy, ...(resourcePolicy ? [resourcePolicy] : [])];
  return [...own, ...scps.flat(), ...rcps.flat()].flatMap(({ Statement }) => Statement);
}

/** Every form that a pattern can take: as it stands, and with each user name in place of a variable. */
const formsOf = (pattern: string): string[] => [
  pattern,
  ...(pattern.includes('${') ? usernames.map((name) => pattern.replaceAll(/\$\{[^}]*\}/g, literally(name))) : []),
];

/** One resource of each kind that the policies of a request tell apart in a set. */
export function resourcesOf(request: RequestText): string[] {
  const prefix = request.resourceSet?.slice(0, -1) ?? '';
  const patterns = new Set(
    statementsOf(request).flatMap(({ Resource, NotResource }) => [...(Resource ?? []), ...(NotResource ?? [])].flatMap(formsOf)),
  );
  const matches = [...patterns].map(matchesOf);
  const kinds = new Map<string, string>();
  for (const [at, resource] of resources.entries())
    if (resource.startsWith(prefix)) kinds.set(matches.map((of) => (of[at] ? 1 : 0)).join(''), resource);
  return [...kinds.values()];
}
