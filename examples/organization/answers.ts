import type { Fact } from '../../src/facts/fact.ts';
import type { BedrockResourceKind } from '../../src/facts/bedrock-resources.ts';
import { Unreadable } from '../../src/facts/unreadable.ts';
import type { SampleAccount, SampleBucket, SampleRegion } from './sample-account.ts';

/** What AWS answers in an account and Region when a fact is read; `undefined` when there is no such thing. */
export function answerOf(sample: SampleAccount, region: string, fact: Fact<unknown>, resource: string): unknown {
  if (sample.closedDoor) return sample.closedDoor;
  if (fact.id.startsWith('bucket-') && fact.id !== 'bucket-holder') return ofBucket(bucketOf(sample, resource).bucket, fact.id);
  return fact.reach === 'account' ? ofAccount(sample, fact.id, resource) : ofRegion(sample.regions[region] ?? {}, fact.id, resource);
}

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
      return sample.roles?.includes(resource) ? { arn: resource } : undefined;
    default:
      throw new Error(`the sample organisation does not know the fact ${fact}`);
  }
}

function ofRegion(region: SampleRegion, fact: string, resource: string): unknown {
  switch (fact) {
    case 'bedrock-endpoint':
      return region.endpoint ?? { exists: true, source: 'built-in list' };
    case 'invocation-logging':
      return region.logging;
    case 'log-group':
      return region.logGroups?.[resource];
    case 'kms-key':
      return region.keys?.[resource];
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

function ofBucket(bucket: SampleBucket, fact: string): unknown {
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
      return bucket.policyStatus;
    case 'bucket-acl':
      return bucket.acl ?? { publicGroups: [] };
    case 'bucket-ownership':
      return bucket.ownership;
    case 'bucket-access-points':
      return bucket.accessPoints ?? { internet: [] };
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
