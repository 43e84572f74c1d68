import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/conformance-pack/guard/**/*.test.ts'],
    globalSetup: [fileURLToPath(new URL('set-up.ts', import.meta.url))],
    reporters: ['default', ['json', { outputFile: '.report/pack.json' }]],
    testTimeout: 60_000,
    hookTimeout: 300_000,
  },
});
