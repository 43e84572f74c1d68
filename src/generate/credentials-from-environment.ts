import type { Plugin } from 'esbuild';

/**
 * Bundles the credentials of the environment in place of the SDK's chain of profiles, sign-in flows and metadata endpoints: AWS Lambda hands those of the
 * function's role over in the environment and nowhere else.
 *
 * @param resolveDir a folder from which the SDK is found
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export const credentialsFromEnvironment = (resolveDir: string): Plugin => ({
  name: 'credentials-from-environment',
  setup({ onResolve, onLoad }) {
    const namespace = 'credentials-from-environment';
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ path }) => ({ path, namespace }));
    onLoad({ filter: /.*/, namespace }, () => ({
      contents: "import { fromEnv } from '@aws-sdk/credential-providers';\nexport const defaultProvider = () => fromEnv();",
      resolveDir,
    }));
  },
});
