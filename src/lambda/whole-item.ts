import type { ConfigurationItem } from '@aws-sdk/client-config-service';
import { attemptTo, unreadable } from '../facts/unreadable.ts';
import type { ConfigOperations } from './config-service.ts';
import { changedResource, type ChangedResource } from './event.ts';

/**
 * The question of an oversized item, asked with the item itself, which AWS Config keeps. Where it cannot be fetched, or is not the one that was summed up,
 * the summary stands: the facts are read from AWS in any case, never from the item.
 *
 * @throws Error when the item is of another account
 * @see https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_nodejs-sample.html
 */
export async function questionOfWholeItem(config: ConfigOperations, summary: ChangedResource, accountId: string): Promise<ChangedResource> {
  const { resource, at, leftScope } = summary;
  const fetched = await attemptTo(
    latestItem(config, summary).catch((error: unknown) => {
      throw unreadable(`the configuration item of ${resource.id}`, error);
    }),
  );
  if ('unreadable' in fetched || fetched.value?.configurationItemCaptureTime !== at.toISOString()) return summary;
  return { ...changedResource(fetched.value, 'configurationItem', accountId), leftScope };
}

/** Pages, some of which may be empty, after which the item counts as not found. */
const mostPages = 20;

async function latestItem(
  config: ConfigOperations,
  { resource, at }: ChangedResource,
): Promise<ReturnType<typeof asInvocation> | undefined> {
  let nextToken: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await config.getResourceConfigHistory({
      resourceType: resource.type as ConfigurationItem['resourceType'],
      resourceId: resource.id,
      laterTime: at,
      limit: 1,
      nextToken,
    });
    const [item] = answer.configurationItems ?? [];
    if (item) return asInvocation(item);
    if (!answer.nextToken) return undefined;
    nextToken = answer.nextToken;
  }
  return undefined;
}

/** An item as the API answers it, in the form that invokes functions. */
function asInvocation({
  accountId,
  arn,
  configurationItemMD5Hash,
  version,
  configuration,
  configurationItemCaptureTime,
  resourceCreationTime,
  relationships,
  ...same
}: ConfigurationItem) {
  return {
    ...same,
    awsAccountId: accountId,
    ARN: arn,
    configurationStateMd5Hash: configurationItemMD5Hash,
    configurationItemVersion: version,
    configuration: configuration === undefined ? undefined : (JSON.parse(configuration) as unknown),
    configurationItemCaptureTime: configurationItemCaptureTime?.toISOString(),
    resourceCreationTime: resourceCreationTime?.toISOString(),
    relationships: relationships?.map(({ relationshipName, ...of }) => ({ ...of, name: relationshipName })),
  };
}
