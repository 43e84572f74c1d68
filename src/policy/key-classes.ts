/**
 * Who decides what a condition key holds.
 *
 * - `principal`: AWS takes it from who is asking; `tag`: from the tags of the caller, which a session may set.
 * - `resource`: AWS takes it from what is asked for.
 * - `attested`: AWS observes it in the request, and the caller cannot choose it freely: where from, when, with what authentication.
 * - `chosen`: the caller writes it into the request.
 * - `service`: only an AWS service that asks on somebody's behalf sets it.
 * - `other`: a key of a service, or one that nobody has classed.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export type KeyClass = 'principal' | 'tag' | 'resource' | 'attested' | 'chosen' | 'service' | 'other';

const classes: Readonly<Record<Exclude<KeyClass, 'tag' | 'other'>, readonly string[]>> = {
  principal: [
    'aws:principalarn',
    'aws:principalaccount',
    'aws:principalorgid',
    'aws:principalorgpaths',
    'aws:principaltype',
    'aws:principalisawsservice',
    'aws:username',
    'aws:userid',
    'kms:calleraccount',
  ],
  resource: [
    'aws:resourceaccount',
    'aws:resourceorgid',
    'aws:resourceorgpaths',
    'aws:requestedregion',
    's3:resourceaccount',
    'kms:viaservice',
  ],
  attested: [
    'aws:sourcevpce',
    'aws:sourcevpc',
    'aws:sourceip',
    'aws:vpcsourceip',
    'aws:multifactorauthage',
    'aws:multifactorauthpresent',
    'aws:tokenissuetime',
    'aws:currenttime',
    'aws:epochtime',
    'aws:sourceidentity',
    'aws:federatedprovider',
    'aws:calledvia',
    'aws:calledviafirst',
    'aws:calledvialast',
    'aws:viaawsservice',
    'aws:ec2instancesourcevpc',
    'aws:ec2instancesourceprivateipv4',
    'aws:assumedroot',
  ],
  chosen: [
    'aws:useragent',
    'aws:referer',
    'aws:securetransport',
    'aws:tagkeys',
    's3:prefix',
    's3:delimiter',
    's3:max-keys',
    's3:authtype',
    's3:signatureversion',
    's3:signatureage',
    's3:tlsversion',
    's3:versionid',
  ],
  service: [
    'aws:sourcearn',
    'aws:sourceaccount',
    'aws:sourceowner',
    'aws:sourceorgid',
    'aws:sourceorgpaths',
    'aws:principalservicename',
    'aws:principalservicenameslist',
  ],
};

const byKey: ReadonlyMap<string, KeyClass> = new Map(
  Object.entries(classes).flatMap(([keyClass, keys]) => keys.map((key) => [key, keyClass as KeyClass] as const)),
);

/** The class of a condition key, in any case. */
export function keyClassOf(key: string): KeyClass {
  const name = key.toLowerCase();
  if (name.startsWith('aws:principaltag/')) return 'tag';
  if (name.startsWith('aws:requesttag/')) return 'chosen';
  if (name.startsWith('aws:resourcetag/') || name.startsWith('kms:encryptioncontext:')) return 'resource';
  return byKey.get(name) ?? 'other';
}
