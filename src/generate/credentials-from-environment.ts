import type { Plugin } from 'esbuild';

/** What functions have in the place of a package of the SDK. Who imports anything else from one fails the build. */
const replacements: Readonly<Record<string, string>> = {
  '@aws-sdk/credential-provider-node': `
    import { fromEnv } from '@aws-sdk/credential-providers';
    export const defaultProvider = () => fromEnv();`,
  // The whole package loads every part that any of its providers might need.
  '@aws-sdk/credential-providers': "export { fromEnv } from '@aws-sdk/credential-providers/dist-es/fromEnv.js';",
  '@aws-sdk/token-providers': `
    import { TokenProviderError } from '@smithy/core/config';
    export { fromEnvSigningName } from '@aws-sdk/token-providers/dist-es/fromEnvSigningName.js';
    export const nodeProvider = () => async () => {
      throw new TokenProviderError('Could not load token from any providers', false);
    };`,
};

/**
 * Bundles the credentials and the bearer tokens of the environment in place of the SDK's chains of profiles, sign-in flows and metadata endpoints: AWS Lambda
 * hands those of the function's role over in the environment and nowhere else.
 *
 * @param resolveDir a folder from which the SDK is found
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export const credentialsFromEnvironment = (resolveDir: string): Plugin => ({
  name: 'credentials-from-environment',
  setup({ onResolve, onLoad }) {
    const namespace = 'credentials-from-environment';
    onResolve({ filter: /^@aws-sdk\/[\w-]+$/ }, ({ path }) => (path in replacements ? { path, namespace } : undefined));
    onLoad({ filter: /.*/, namespace }, ({ path }) => ({ contents: replacements[path] ?? '', resolveDir }));
  },
});
