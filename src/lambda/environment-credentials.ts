import { fromEnv } from '@aws-sdk/credential-providers';

/**
 * Credentials of the function's role. AWS Lambda hands them over in the environment and nowhere else, so the bundles carry this in place of the SDK's chain
 * of profiles, sign-in flows and metadata endpoints.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export const defaultProvider = () => fromEnv();
