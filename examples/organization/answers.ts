import type { Fact } from '../../src/facts/fact.ts';
import type { BedrockResourceKind } from '../../src/facts/bedrock-resources.ts';
import { Unreadable } from '../../src/facts/unreadable.ts';
import { identitiesOf } from './landing-zone-identities.ts';
import { landingZoneKeyPolicy } from './landing-zone-policies.ts';
import type { BucketPlace, SampleAccount, SampleBucket, SampleRegion } from './sample-account.ts';
import { authorizationOf, roleArn } from './sample-identities.ts';

/** What AWS answers in an account and Region when a fact is read; `undefined` when there is no such thing. */
export function answerOf(sample: SampleAccount, region: string, fact: Fact<unknown>, resource: string): unknown {
  if (sample.closedDoor) return sample.closedDoor;
  if (isOfBucket(fact)) {
    const found = bucketOf(sample, resource);
    return ofBucket(found.bucket, { account: sample.account, region: found.region, name: resource }, fact.id);
  }
  return fact.reach === 'account'
    ? ofAccount(sample, fact.id, resource)
    : ofRegion(sample.regions[region] ?? {}, { account: sample.account, region }, fact.id, resource);
}

const isOfBucket = ({ id }: Fact<unknown>): boolean =>
  (id.startsWith('bucket-') && id !== 'bucket-holder') || id === 'access-point-policies';

function ofAccount(sample: SampleAccount, fact: string, resource: string): unknown {
  switch (fact) {
    case 'own-bucket': {
      if (!hasBucket(sample, resource)) return undefined;
      const { region, bucket } = bucketOf(sample, resource);
      return bucket.unlisted ?? { region };
    }
    case 'bucket-holder':
      return sample.namesOfStrangers?.includes(resource) ? 'somebody' : 'nobody';
    case 'account-public-access-block':
      return sample.publicAccessBlock;
    case 'iam-role':
      return identitiesOf(sample).roles.some((role) => roleArn(sample.account, role) === resource) ? { arn: resource } : undefined;
    case 'account-authorization':
      return sample.unlistedIdentities ?? authorizationOf(sample.account, identitiesOf(sample), resource);
    case 'organization-policies':
      return sample.organizationPolicies;
    default:
      throw new Error(`the sample organisation does not know the fact ${fact}`);
  }
}

function ofRegion(region: SampleRegion, place: Omit<BucketPlace, 'name'>, fact: string, resource: string): unknown {
  switch (fact) {
    case 'bedrock-endpoint':
      return region.endpoint ?? { exists: true, source: 'built-in list' };
    case 'invocation-logging':
      return region.logging;
    case 'log-group':
      return region.logGroups?.[resource];
    case 'kms-key':
      return region.keys?.[resource];
    case 'key-policy':
      return keyPolicyOf(region, place, resource);
    case 'key-grants':
      return hasKey(region, resource) ? { grants: region.keyGrants?.[resource] ?? [] } : undefined;
    case 'log-subscriptions':
      return region.logGroups?.[resource] && { filters: region.subscriptions?.[resource] ?? [] };
    case 'account-subscriptions':
      return { policies: region.accountSubscriptions ?? [] };
    case 'oam-links':
      return { links: region.links ?? [] };
    case 'invocation-activity': {
      const { daysSinceLastCall } = region;
      return { windowDays: 90, ...(daysSinceLastCall !== undefined && { daysSinceLastCall }) };
    }
    case 'bedrock-resources': {
      const count = region.resources?.[resource as BedrockResourceKind] ?? 0;
      return count instanceof Unreadable ? count : { count };
    }
    default:
      throw new Error(`the sample organisation does not know the fact ${fact}`);
  }
}

function keyPolicyOf(region: SampleRegion, place: Omit<BucketPlace, 'name'>, arn: string): unknown {
  return hasKey(region, arn) ? { document: region.keyPolicies?.[arn] ?? landingZoneKeyPolicy(place.account, place.region) } : undefined;
}

/** Whether somebody names the key of this ARN. */
const hasKey = ({ keys = {} }: SampleRegion, arn: string): boolean =>
  Object.values(keys).some((key) => !(key instanceof Unreadable) && key.arn === arn);

function ofBucket(bucket: SampleBucket, place: BucketPlace, fact: string): unknown {
  switch (fact) {
    case 'bucket-encryption':
      return bucket.encryption;
    case 'bucket-lifecycle':
      return bucket.lifecycle;
    case 'bucket-versioning':
      return bucket.versioning ?? 'Never';
    case 'bucket-object-lock':
      return bucket.objectLock;
    case 'bucket-public-access-block':
      return bucket.publicAccessBlock;
    case 'bucket-policy-status':
      return bucket.hiddenPolicy ?? (bucket.policy && (bucket.policyStatus ?? { isPublic: false }));
    case 'bucket-policy':
      return bucket.hiddenPolicy ?? (bucket.policy && { document: bucket.policy(place) });
    case 'bucket-acl':
      return bucket.acl ?? { publicGroups: [] };
    case 'bucket-ownership':
      return bucket.ownership;
    case 'bucket-access-points':
      return {
        internet: (bucket.accessPoints ?? []).map(({ name, isPublic, restrictsPublic }) => ({
          name,
          hasPublicPolicy: isPublic,
          restrictsPublic,
        })),
      };
    case 'access-point-policies':
      return {
        accessPoints: (bucket.accessPoints ?? []).map(({ name, restrictsPublic, policy }) => ({
          name,
          vpc: false,
          restrictsPublic,
          policy: policy(place),
        })),
      };
    case 'bucket-website':
      return bucket.isWebsite;
    default:
      throw new Error(`the sample organisation does not know the fact ${fact}`);
  }
}

const hasBucket = ({ regions }: SampleAccount, name: string): boolean => Object.values(regions).some(({ buckets }) => buckets?.[name]);

function bucketOf({ account, regions }: SampleAccount, name: string): { region: string; bucket: SampleBucket } {
  for (const [region, { buckets }] of Object.entries(regions)) {
    const bucket = buckets?.[name];
    if (bucket) return { region, bucket };
  }
  throw new Error(`account ${account} of the sample organisation has no bucket ${name}`);
}
