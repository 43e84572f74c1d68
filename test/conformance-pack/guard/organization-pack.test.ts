import { stringify } from 'yaml';
import { App } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { packTemplate } from '../../../conformance-pack/pack.ts';
import { rendered } from '../../../conformance-pack/render.ts';
import { packStack } from '../../../infra/pack-stack.ts';
import { exampleWith } from '../../infra/example.ts';
import { guardProblems } from './guard-problems.ts';

const organization = exampleWith();

it('our rules find no fault with the stack of the pack', () => {
  const app = new App({ builtinCloudFormationValidation: false });
  packStack(app, organization, 'eu-west-1', 'pack/any.yaml');
  const template: unknown = app.synth().getStackByName('bedrock-logging-pack').template;
  expect(guardProblems(stringify(template), 'organization')).toEqual([]);
});

it('our rules find no fault with the pack, nor with the rules as a stack', () => {
  const place = { partition: organization.partition, account: organization.managementAccount };
  expect(guardProblems(rendered(packTemplate(organization.rules, place)), 'pack', 'organization')).toEqual([]);
  expect(guardProblems(rendered(packTemplate(organization.rules, 'stack')), 'pack')).toEqual([]);
});
