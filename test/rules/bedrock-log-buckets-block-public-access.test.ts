import { bedrockLogBucketsBlockPublicAccess } from '../../rules/bedrock-log-buckets-block-public-access.ts';
import {
  absent,
  account,
  bothWays,
  bucket,
  denied,
  destinationCases,
  group,
  inBedrockRegion,
  judges,
  large,
  missingBucketCases,
  refused,
  toAll,
  toBucket,
  toGroup,
  type Case,
  type World,
} from './world.ts';

const flags = ['blockPublicAcls', 'ignorePublicAcls', 'blockPublicPolicy', 'restrictPublicBuckets'];
/** A public access block with these flags on and the others off. */
const on = (...given: string[]) => Object.fromEntries(flags.map((flag) => [flag, given.includes(flag)]));
const allOn = on(...flags);
const allBut = (off: string) => on(...flags.filter((flag) => flag !== off));

const accessPoint = { name: 'readers', hasPublicPolicy: true, restrictsPublic: false };

/** A bucket with all four flags on in itself; the account's block is not needed. Nothing exposes it but the flags, were they off. */
const good: World = {
  ...inBedrockRegion,
  ...toBucket,
  'own-bucket': { [bucket]: { region: 'us-east-1' }, [large]: { region: 'us-east-1' } },
  'bucket-public-access-block': { [bucket]: allOn, [large]: allOn },
  'account-public-access-block': { '': denied },
  'bucket-policy-status': { [bucket]: { isPublic: false } },
  'bucket-acl': { [bucket]: { publicGroups: [] } },
  'bucket-ownership': { [bucket]: { objectOwnership: 'BucketOwnerPreferred' } },
  'bucket-access-points': { [bucket]: { internet: [] } },
  'bucket-website': { [bucket]: absent },
};

/** The blocks of the bucket and of the account. */
const blocks = (ofBucket: unknown, ofAccount: unknown = absent): World => ({
  'bucket-public-access-block': { [bucket]: ofBucket },
  'account-public-access-block': { '': ofAccount },
});
const unblocked = blocks(absent);

const publicPolicy: World = { 'bucket-policy-status': { [bucket]: { isPublic: true } } };
const publicAcl: World = { 'bucket-acl': { [bucket]: { publicGroups: ['AllUsers'] } } };
const publicAccessPoint: World = { 'bucket-access-points': { [bucket]: { internet: [accessPoint] } } };
const website: World = { 'bucket-website': { [bucket]: true } };
const everything: World = { ...publicPolicy, ...publicAcl, ...publicAccessPoint, ...website };

const exposed = (...because: (string | RegExp)[]): Case['expected'] => [
  ['NON_COMPLIANT', bucket, 'exposed now', 'wanted: all four', /^(?!.*nothing found exposes)/, ...because],
];
const notExposed = (...because: (string | RegExp)[]): Case['expected'] => [
  ['NON_COMPLIANT', bucket, 'may become public', 'wanted: all four', 'nothing found exposes it now', ...because],
];

judges(bedrockLogBucketsBlockPublicAccess, good, [
  ...destinationCases,
  ...missingBucketCases,

  // what is judged
  {
    name: 'passes over the account when only a log group is configured',
    changes: toGroup,
    expected: [['NOT_APPLICABLE', account, 'no S3 bucket']],
  },
  {
    name: 'accepts a bucket and a large-data bucket, and judges neither log group nor role',
    changes: toAll,
    expected: [
      ['COMPLIANT', bucket],
      ['COMPLIANT', large],
    ],
  },
  {
    name: 'reports the large-data bucket',
    changes: {
      ...toAll,
      ...blocks(allOn),
      'bucket-public-access-block': { [large]: absent },
      'bucket-policy-status': { [large]: { isPublic: true } },
      'bucket-acl': { [large]: { publicGroups: [] } },
      'bucket-access-points': { [large]: { internet: [] } },
      'bucket-website': { [large]: absent },
    },
    expected: [
      ['COMPLIANT', bucket],
      ['NON_COMPLIANT', large, 'exposed now: public policy;'],
    ],
  },
  {
    name: 'passes over a large-data bucket that does not exist, and judges the other',
    changes: { ...toAll, 'own-bucket': { [large]: absent }, 'bucket-holder': { [large]: 'somebody' } },
    expected: [
      ['COMPLIANT', bucket],
      ['NOT_APPLICABLE', large, 'bedrock-log-destinations-exist'],
    ],
  },
  { name: 'accepts a bucket that serves both ways once', changes: bothWays, expected: [['COMPLIANT', bucket]] },
  { name: 'reports a bucket that serves both ways once', changes: { ...bothWays, ...unblocked }, expected: notExposed() },
  {
    name: 'accepts a bucket beside a log group that does not exist',
    changes: { ...toAll, 'log-group': { [group]: absent } },
    expected: [
      ['COMPLIANT', bucket],
      ['COMPLIANT', large],
    ],
  },

  // per flag, effective = organisation or account or bucket
  { name: "accepts all four flags at the bucket, without the account's answer", expected: [['COMPLIANT', bucket]] },
  {
    name: 'accepts all four flags at the bucket where the account has none',
    changes: blocks(allOn, absent),
    expected: [['COMPLIANT', bucket]],
  },
  {
    name: 'accepts all four flags at the account where the bucket has none',
    changes: blocks(absent, allOn),
    expected: [['COMPLIANT', bucket]],
  },
  {
    name: 'accepts all four flags at the account where those of the bucket are off',
    changes: blocks(on(), allOn),
    expected: [['COMPLIANT', bucket]],
  },
  {
    name: "accepts all four flags at the account without the bucket's answer",
    changes: blocks(denied, allOn),
    expected: [['COMPLIANT', bucket]],
  },
  {
    name: 'accepts two flags at the bucket and the other two at the account',
    changes: blocks(on('blockPublicAcls', 'ignorePublicAcls'), on('blockPublicPolicy', 'restrictPublicBuckets')),
    expected: [['COMPLIANT', bucket]],
  },
  ...flags.flatMap((flag): Case[] => [
    {
      name: `accepts ${flag} at the account and the others at the bucket`,
      changes: blocks(allBut(flag), on(flag)),
      expected: [['COMPLIANT', bucket]],
    },
    {
      name: `accepts ${flag} at the bucket and the others at the account`,
      changes: blocks(on(flag), allBut(flag)),
      expected: [['COMPLIANT', bucket]],
    },
    {
      name: `reports ${flag} that is off at the bucket and at the account`,
      changes: blocks(allBut(flag), allBut(flag)),
      expected: notExposed(flag, ...flags.filter((other) => other !== flag).map((other) => new RegExp(`^(?!.*${other})`))),
    },
    {
      name: `reports ${flag} that is off at the bucket where the account has no configuration`,
      changes: blocks(allBut(flag), absent),
      expected: notExposed(flag),
    },
    {
      name: `reports the others where only ${flag} is on`,
      changes: blocks(on(flag), on()),
      expected: notExposed(...flags.filter((other) => other !== flag)),
    },
  ]),

  // a missing configuration is "all false"
  {
    name: 'reports a bucket without a configuration in an account without one',
    changes: blocks(absent, absent),
    expected: notExposed('off: all'),
  },
  {
    name: 'reports a bucket with all four flags off in an account with all four off',
    changes: blocks(on(), on()),
    expected: notExposed('off: all'),
  },

  // what is exposed now
  { name: 'reports a public policy', changes: { ...unblocked, ...publicPolicy }, expected: exposed('exposed now: public policy;') },
  {
    name: 'passes over the policy status of a bucket without a policy',
    changes: { ...unblocked, 'bucket-policy-status': { [bucket]: absent } },
    expected: notExposed(),
  },
  { name: 'reports an ACL for everybody', changes: { ...unblocked, ...publicAcl }, expected: exposed('public ACL (AllUsers)') },
  {
    name: 'reports an ACL for everybody with an AWS account',
    changes: { ...unblocked, 'bucket-acl': { [bucket]: { publicGroups: ['AuthenticatedUsers'] } } },
    expected: exposed('public ACL (AuthenticatedUsers)'),
  },
  {
    name: 'reports an ACL for both groups of strangers',
    changes: { ...unblocked, 'bucket-acl': { [bucket]: { publicGroups: ['AllUsers', 'AuthenticatedUsers'] } } },
    expected: exposed('public ACL (AllUsers, AuthenticatedUsers)'),
  },
  {
    name: 'reports a public ACL where the object writer owns',
    changes: { ...unblocked, ...publicAcl, 'bucket-ownership': { [bucket]: { objectOwnership: 'ObjectWriter' } } },
    expected: exposed('public ACL (AllUsers)'),
  },
  {
    name: 'reports a public ACL where no ownership is configured',
    changes: { ...unblocked, ...publicAcl, 'bucket-ownership': { [bucket]: absent } },
    expected: exposed('public ACL (AllUsers)'),
  },
  {
    name: 'passes over a public ACL where ACLs are disabled',
    changes: { ...unblocked, ...publicAcl, 'bucket-ownership': { [bucket]: { objectOwnership: 'BucketOwnerEnforced' } } },
    expected: notExposed(),
  },
  {
    name: 'reports an internet access point with a public policy',
    changes: { ...unblocked, ...publicAccessPoint },
    expected: exposed('public policy of access point readers;'),
  },
  {
    name: 'reports each internet access point with a public policy',
    changes: {
      ...unblocked,
      'bucket-access-points': { [bucket]: { internet: [accessPoint, { ...accessPoint, name: 'guests' }] } },
    },
    expected: exposed('public policy of access point readers, guests;'),
  },
  {
    name: 'reports how many more internet access points have a public policy',
    changes: {
      ...unblocked,
      'bucket-access-points': {
        [bucket]: { internet: [accessPoint, { ...accessPoint, name: 'guests' }, { ...accessPoint, name: 'strangers' }] },
      },
    },
    expected: exposed('public policy of access point readers and 2 others;'),
  },
  {
    name: 'passes over an internet access point whose policy is not public',
    changes: { ...unblocked, 'bucket-access-points': { [bucket]: { internet: [{ ...accessPoint, hasPublicPolicy: false }] } } },
    expected: notExposed(),
  },
  {
    name: 'passes over an internet access point that restricts the public itself',
    changes: { ...unblocked, 'bucket-access-points': { [bucket]: { internet: [{ ...accessPoint, restrictsPublic: true }] } } },
    expected: notExposed(),
  },
  { name: 'reports website hosting', changes: { ...unblocked, ...website }, expected: exposed('website hosting') },
  {
    name: 'reports everything that exposes the bucket',
    changes: { ...unblocked, ...everything },
    expected: exposed('exposed now: public policy;', 'AllUsers', 'readers', 'website', 'off: all'),
  },

  // what the flags neutralise is not a violation
  {
    name: 'passes over a public policy and a public access point that restrictPublicBuckets neutralises',
    changes: { ...blocks(on('restrictPublicBuckets')), ...publicPolicy, ...publicAccessPoint },
    expected: notExposed(),
  },
  {
    name: 'passes over a public policy that restrictPublicBuckets of the account neutralises',
    changes: { ...blocks(absent, on('restrictPublicBuckets')), ...publicPolicy },
    expected: notExposed(),
  },
  {
    name: 'reports a public ACL and a website that restrictPublicBuckets does not neutralise',
    changes: { ...blocks(on('restrictPublicBuckets')), ...everything },
    expected: exposed('AllUsers', 'website', /^(?!.*public policy)/, /^(?!.*readers)/),
  },
  {
    name: 'passes over a public ACL that ignorePublicAcls neutralises',
    changes: { ...blocks(on('ignorePublicAcls')), ...publicAcl },
    expected: notExposed(),
  },
  {
    name: 'passes over a public ACL that ignorePublicAcls of the account neutralises',
    changes: { ...blocks(absent, on('ignorePublicAcls')), ...publicAcl },
    expected: notExposed(),
  },
  {
    name: 'reports a public policy, a public access point and a website that ignorePublicAcls does not neutralise',
    changes: { ...blocks(on('ignorePublicAcls')), ...everything },
    expected: exposed('exposed now: public policy;', 'readers', 'website', /^(?!.*AllUsers)/),
  },
  {
    name: 'reports a public policy that blockPublicPolicy does not neutralise, as it only stops new ones',
    changes: { ...blocks(on('blockPublicPolicy', 'ignorePublicAcls')), ...publicPolicy },
    expected: exposed('exposed now: public policy;'),
  },
  {
    name: 'reports a public access point that blockPublicPolicy does not neutralise',
    changes: { ...blocks(on('blockPublicPolicy', 'ignorePublicAcls')), ...publicAccessPoint },
    expected: exposed('readers'),
  },
  {
    name: 'reports a public ACL that blockPublicAcls does not neutralise, as it only stops new ones',
    changes: { ...blocks(on('blockPublicAcls', 'restrictPublicBuckets')), ...publicAcl },
    expected: exposed('AllUsers'),
  },
  {
    name: 'passes over everything that ignorePublicAcls and restrictPublicBuckets together neutralise',
    changes: { ...blocks(on('ignorePublicAcls'), on('restrictPublicBuckets')), ...everything },
    expected: notExposed('blockPublicAcls', 'blockPublicPolicy'),
  },
  { name: 'accepts everything that all four flags neutralise', changes: everything, expected: [['COMPLIANT', bucket]] },

  // what cannot be read
  {
    name: "cannot tell when the bucket's flags cannot be read and the account has none",
    changes: blocks(denied, absent),
    expected: [['UNKNOWN', bucket, 'the public access block of bucket prompts', 'could not be read', 'denied']],
  },
  {
    name: "cannot tell when the bucket's flags cannot be read and the account has some",
    changes: blocks(refused('throttled', 'SlowDown'), allBut('blockPublicAcls')),
    expected: [['UNKNOWN', bucket, 'the public access block of bucket prompts', 'throttled']],
  },
  {
    name: "cannot tell when the account's flags cannot be read and the bucket has some",
    changes: blocks(allBut('blockPublicPolicy'), denied),
    expected: [['UNKNOWN', bucket, 'public access block of the account', 'denied']],
  },
  {
    name: "cannot tell when the account's flags cannot be read and the bucket has none",
    changes: blocks(absent, denied),
    expected: [['UNKNOWN', bucket, 'public access block of the account', 'denied']],
  },
  {
    name: 'cannot tell when neither block can be read',
    changes: blocks(denied, denied),
    expected: [['UNKNOWN', bucket, 'public access block', 'could not be read']],
  },
  ...(
    [
      ['bucket-policy-status', 'policy status'],
      ['bucket-acl', 'ACL'],
      ['bucket-access-points', 'access points'],
      ['bucket-website', 'website'],
    ] as const
  ).map(([fact, about]): Case => ({
    name: `reports flags that are off even when the ${about} cannot be read`,
    changes: { ...unblocked, [fact]: { [bucket]: denied } },
    expected: [
      ['NON_COMPLIANT', bucket, 'off: all', 'wanted: all four', 'is not known', about, 'could not be read', /^(?!.*nothing found exposes)/],
    ],
  })),
  {
    name: 'reports flags that are off even when the ownership that decides on a public ACL cannot be read',
    changes: { ...unblocked, ...publicAcl, 'bucket-ownership': { [bucket]: denied } },
    expected: [['NON_COMPLIANT', bucket, 'off: all', 'wanted: all four', 'object ownership', /^(?!.*nothing found exposes)/]],
  },
  {
    name: 'passes over the ownership that cannot be read where the ACL is not public',
    changes: { ...unblocked, 'bucket-ownership': { [bucket]: denied } },
    expected: notExposed(),
  },
  {
    name: 'reports what exposes the bucket even when something else cannot be read',
    changes: { ...unblocked, ...publicPolicy, 'bucket-acl': { [bucket]: denied } },
    expected: exposed('exposed now: public policy;'),
  },
  {
    name: 'reports flags that are off of a bucket whose existence cannot be read',
    changes: { ...unblocked, 'own-bucket': { [bucket]: denied } },
    expected: notExposed('off: all'),
  },
]);
