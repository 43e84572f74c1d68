import type { Connection } from './aws/connection.ts';
import { malformed } from './malformed.ts';
import { allPages } from './pages.ts';

/** The path of the SSM public parameters that name the Regions with Bedrock. */
export const publishedRegionsPath = '/aws/service/global-infrastructure/services/bedrock/regions';

/**
 * The Regions with Bedrock that AWS publishes as SSM public parameters.
 *
 * @returns an empty list when nothing is published under that path
 * @throws whatever the SDK threw
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-global-infrastructure.html
 */
export async function publishedBedrockRegions(aws: Connection): Promise<string[]> {
  const ssm = await aws.ssm();
  const parameters = await allPages(async (NextToken) => {
    const answer = await ssm.getParametersByPath({ Path: publishedRegionsPath, NextToken });
    return { items: answer.Parameters, next: answer.NextToken };
  });
  return parameters.flatMap(({ Name, Value }) => (Name?.endsWith('/endpoint') ? [] : [regionNamed(Value)]));
}

function regionNamed(value: string | undefined): string {
  if (value === undefined || !/^[a-z]{2,4}(-[a-z]+)+-\d+$/.test(value)) throw malformed('a published Region is not one');
  return value;
}
