import { existsSync } from 'node:fs';
import { guardBinary } from './guard-binary.ts';

/** @throws Error with the command to run, unless CloudFormation Guard is installed */
export function setup(): void {
  if (existsSync(guardBinary())) return;
  throw new Error('not installed: @cdklabs/cdk-validator-cfnguard; run in the repository: npm ci --prefix test/conformance-pack/guard');
}
