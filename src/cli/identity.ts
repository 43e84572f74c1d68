import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { InvalidInput } from '../engine/invalid-input.ts';
import { refuseForeignAnswers, timeouts } from '../facts/aws/client-config.ts';
import { describeError, unreadable } from '../facts/unreadable.ts';
import { parseArn } from '../policy/arn.ts';

/** Who is asking, and from which Region. */
export interface Caller {
  readonly account: string;
  /** ARN of the user, of the session of a role, or of the root user. */
  readonly arn: string;
  readonly partition: string;
  /** The Region of the environment or the profile; `undefined` when there is none. */
  readonly region: string | undefined;
  readonly credentials: AwsCredentialIdentityProvider;
}

/**
 * Finds out who is asking, by the standard credential chain.
 *
 * @param region as configured
 * @throws InvalidInput when there are no credentials, AWS refuses them, or what answers is not AWS
 */
export async function callerIdentity(region: string | undefined): Promise<Caller> {
  const credentials = shared(fromNodeProviderChain());
  const sts = refuseForeignAnswers(new STSClient({ region: region ?? 'us-east-1', credentials, requestHandler: timeouts }));
  try {
    const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
    const partition = parseArn(Arn ?? '')?.partition;
    if (Account === undefined || !/^\d{12}$/.test(Account) || Arn === undefined || partition === undefined)
      throw new InvalidInput('the STS endpoint answered, but not with an AWS identity');
    return { account: Account, arn: Arn, partition, region, credentials };
  } catch (error) {
    throw error instanceof InvalidInput ? error : new InvalidInput(whyNoIdentity(error), { cause: error });
  }
}

/** The Region of the environment or the profile; `undefined` when there is none. */
export async function configuredRegion(): Promise<string | undefined> {
  try {
    return await new STSClient({}).config.region();
  } catch {
    return undefined;
  }
}

/** Names of errors that no STS gives: the SDK's own, or what it calls an error answer it cannot read. */
const foreignErrors: readonly string[] = ['MalformedAnswer', 'SyntaxError', 'TypeError', 'Error', 'NotFound', 'Unknown', 'UnknownError'];

function whyNoIdentity(error: unknown): string {
  const { name, code, status } = describeError(error);
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return 'no usable AWS credentials were found; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in again';
  }
  if (/Expired/.test(name)) return `the AWS credentials have expired (${name}); log in again`;
  if (code !== '' && status === undefined)
    return `the STS endpoint could not be reached (${code}); look at AWS_ENDPOINT_URL and the network`;
  const answer = `${name}${status === undefined ? '' : `, HTTP ${status}`}`;
  if (foreignErrors.includes(name)) return `what answers at the STS endpoint is not AWS (${answer}); look at AWS_ENDPOINT_URL`;
  if (unreadable('the identity', error).refusal === 'throttled' || (status !== undefined && status >= 500)) {
    return `the STS endpoint did not say who is asking (${answer}); try again`;
  }
  return `AWS does not accept the credentials (${answer})`;
}

/** Credentials that all clients share, renewed five minutes before they expire. */
export function shared(provider: AwsCredentialIdentityProvider): AwsCredentialIdentityProvider {
  const renewBefore = 5 * 60 * 1_000;
  let current: Promise<AwsCredentialIdentity> | undefined;
  return async () => {
    const known = current && (await current);
    const isFresh = known && (!known.expiration || known.expiration.getTime() - Date.now() > renewBefore);
    if (!isFresh) {
      current = provider();
      current.catch(() => (current = undefined));
    }
    return current as Promise<AwsCredentialIdentity>;
  };
}
