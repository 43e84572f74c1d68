import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const modules = fileURLToPath(new URL('node_modules/', import.meta.url));

/** @throws Error with the command to run, unless what runbooks are compared with is installed */
export function setup(): void {
  const missing = ['@cdklabs/cdk-ssm-documents', 'aws-cdk-lib', 'aws-ssm-document-language-service'].filter(
    (name) => !existsSync(`${modules}${name}/package.json`),
  );
  if (missing.length === 0) return;
  throw new Error(`not installed: ${missing.join(', ')}; run in the repository: npm ci --prefix test/remediation/interpreter/comparison`);
}
