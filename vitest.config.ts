import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // `npm run test:runtime`, `npm run test:remediation` and `npm run test:pack` run these, with what they need installed.
    exclude: ['**/node_modules/**', 'test/runtime/**', 'test/remediation/interpreter/comparison/**', 'test/conformance-pack/guard/**'],
    globalSetup: ['test/set-up.ts'],
    reporters: ['default', ['json', { outputFile: '.report/tests.json' }]],
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
