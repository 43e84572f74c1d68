import { fileURLToPath } from 'node:url';

/** Folders of the package, which has a binary for each of these. */
const systems: Readonly<Record<string, string>> = { linux: 'ubuntu', darwin: 'macos' };
const architectures: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' };

/**
 * The binary of CloudFormation Guard for this machine.
 *
 * @throws Error for a machine that the package has none for
 */
export function guardBinary(): string {
  const [system, architecture] = [systems[process.platform], architectures[process.arch]];
  if (system === undefined || architecture === undefined)
    throw new Error(`CloudFormation Guard comes for linux and darwin on x64 and arm64; this is ${process.platform} on ${process.arch}`);
  const path = `node_modules/@cdklabs/cdk-validator-cfnguard/bin/${system}/${architecture}/cfn-guard`;
  return fileURLToPath(new URL(path, import.meta.url));
}
