import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/remediation/interpreter/comparison/**/*.test.ts'],
    globalSetup: [fileURLToPath(new URL('set-up.ts', import.meta.url))],
    reporters: ['default', ['json', { outputFile: '.report/remediation.json' }]],
    // The SDK's plan to leave Node 20 is no news.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    testTimeout: 60_000,
    hookTimeout: 300_000,
  },
});
