import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { partitions } from '../../../conformance-pack/partition.ts';
import { lintProblemsOfFiles } from '../python-tools.ts';
import { guardProblems } from './guard-problems.ts';

const regions = { aws: 'us-east-1', 'aws-us-gov': 'us-gov-west-1', 'aws-cn': 'cn-north-1' } as const;

/** cfn-lint's table of types by Region has no remediation for GovCloud; whether AWS has, nobody here has tried. */
const unknownInRegion = /E3006:Resource type 'AWS::Config::RemediationConfiguration' does not exist in 'us-gov-west-1'$/;

it.each(partitions)('our rules find no fault with the template for an organisation in %s', (partition) => {
  expect(guardProblems(readFileSync(`conformance-pack/${partition}/template.yaml`, 'utf8'), 'pack', 'organization')).toEqual([]);
});

it.each(partitions)('our rules find no fault with the template for one account in %s', (partition) => {
  expect(guardProblems(readFileSync(`conformance-pack/${partition}/single-account.yaml`, 'utf8'), 'pack')).toEqual([]);
});

it.each(partitions)('cfn-lint finds no fault with either in %s', async (partition) => {
  const files = ['template.yaml', 'single-account.yaml'].map((name) => `conformance-pack/${partition}/${name}`);
  const problems = await lintProblemsOfFiles(files, regions[partition]);
  expect(problems.filter((problem) => !unknownInRegion.test(problem))).toEqual([]);
});

it('cfn-lint has a remediation for no Region of GovCloud', async () => {
  expect(await lintProblemsOfFiles(['conformance-pack/aws/template.yaml'], 'us-gov-west-1')).toContainEqual(
    expect.stringMatching(unknownInRegion),
  );
});
