import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { afterAll, expect, it } from 'vitest';
import { organizationApp } from '../../infra/organization-app.ts';
import type { Organization } from '../../src/organization/organization-file.ts';
import { pythonWithMoto } from '../emulator/python.ts';
import { exampleWith, ofType, partsOf, type Template } from './example.ts';
import { resolved } from './resolved.ts';

interface ServiceRequest {
  readonly service: 'cloudformation' | 'config';
  readonly shape: string;
  readonly value: unknown;
}

/** What botocore's model of each service has against a request; `null` for nothing. */
async function modelProblems(requests: readonly ServiceRequest[]): Promise<readonly (string | null)[]> {
  const script = fileURLToPath(new URL('service_model.py', import.meta.url));
  const { stdout, stderr, status } = spawnSync(await pythonWithMoto(), [script], { input: JSON.stringify(requests), encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as (string | null)[];
}

const folder = mkdtempSync(join(tmpdir(), 'bedrock-logging-requests-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function templatesOf(organization: Organization): Promise<(name: string) => Template> {
  const outdir = mkdtempSync(join(folder, 'out-'));
  const app = new App({ outdir, builtinCloudFormationValidation: false });
  organizationApp(app, organization, await partsOf(organization)).app.synth();
  return (name) => JSON.parse(readFileSync(join(outdir, `${name}.template.json`), 'utf8')) as Template;
}

const inStacks = exampleWith({ rulesThrough: 'stacks', organizationalUnits: ['ou-exam-12345678'], excludedAccounts: [] });
const asStacks = await templatesOf(inStacks);
const asPack = await templatesOf(exampleWith());
const home = { account: '123456789012', region: 'eu-central-1' };

/** What CloudFormation asks for, as the properties have the names of the API. */
function stackSetRequests(template: Template): ServiceRequest[] {
  return ofType(template, 'AWS::CloudFormation::StackSet').flatMap(([, { Properties }]): ServiceRequest[] => {
    const { StackInstancesGroup, OperationPreferences, AutoDeployment, TemplateURL, ...stackSet } = Properties;
    const { DependsOn = [], ...auto } = AutoDeployment as { DependsOn?: { 'Fn::Sub': [string, unknown] }[] };
    const { StackSetName, CallAs } = stackSet;
    const value = {
      ...stackSet,
      TemplateURL: resolved(TemplateURL, home),
      AutoDeployment: {
        ...auto,
        DependsOn: DependsOn.map((arn) => resolved({ 'Fn::Sub': arn['Fn::Sub'][0].replace('${Id}', 'name:id') }, home)),
      },
    };
    const groups = StackInstancesGroup as object[];
    return [
      { service: 'cloudformation', shape: 'CreateStackSetInput', value },
      ...groups.map((group): ServiceRequest => ({
        service: 'cloudformation',
        shape: 'CreateStackInstancesInput',
        value: { StackSetName, CallAs, OperationPreferences, ...group },
      })),
    ];
  });
}

const packRequest = (template: Template): ServiceRequest[] =>
  ofType(template, 'AWS::Config::OrganizationConformancePack').map(([, { Properties }]) => ({
    service: 'config',
    shape: 'PutOrganizationConformancePackRequest',
    value: Properties,
  }));

it('CloudFormation and AWS Config take every request that moto does not make, with its CallAs and AutoDeployment', async () => {
  const requests = [
    ...stackSetRequests(asStacks('organization')),
    ...stackSetRequests(asPack('organization')),
    ...packRequest(asPack('pack-eu-central-1')),
  ];
  expect(requests).toHaveLength(2 * 3 + 2 * 2 + 1);
  expect(JSON.stringify(requests)).toMatch(/"CallAs":"DELEGATED_ADMIN".*"AutoDeployment":\{"Enabled":true/);
  expect(await modelProblems(requests)).toEqual(requests.map(() => null));
});

it('they would not take these', async () => {
  const [stackSet, instances] = stackSetRequests(asPack('organization'));
  const [pack] = packRequest(asPack('pack-eu-central-1'));
  if (!stackSet || !instances || !pack) throw new Error('there is nothing to change');
  const changed = (request: ServiceRequest, change: object) => ({ ...request, value: { ...(request.value as object), ...change } });
  const wrong = [
    changed(stackSet, { CallAs: 'ADMIN' }),
    changed(stackSet, { AutoDeployment: { Enabled: 'yes' } }),
    changed(stackSet, { PermissionModel: 'SERVICE' }),
    changed(instances, { DeploymentTargets: { OrganizationalUnits: ['ou-exam-12345678'] } }),
    changed(instances, { OperationPreferences: { MaxConcurrentPercentage: 0 } }),
    changed(pack, { TemplateS3Uri: `s3://${'b'.repeat(1_024)}` }),
    changed(pack, { ExcludedAccounts: Array.from({ length: 1_001 }, (_, at) => String(100_000_000_001 + at)) }),
  ];
  expect((await modelProblems(wrong)).map((problem) => typeof problem)).toEqual(wrong.map(() => 'string'));
});

it('where no pack brings the rules, a third StackSet does, after the functions', () => {
  const { Resources } = asStacks('organization');
  expect(Object.keys(Resources)).toEqual(['Roles', 'Functions', 'Rules']);
  expect(Resources['Rules']?.Properties).toMatchObject({
    StackSetName: 'bedrock-logging-rules',
    AutoDeployment: { DependsOn: [{ 'Fn::Sub': [expect.any(String), { Id: { Ref: 'Functions' } }] }] },
    StackInstancesGroup: [{ DeploymentTargets: { OrganizationalUnitIds: ['ou-exam-12345678'] }, Regions: inStacks.regions }],
    Parameters: expect.arrayContaining([{ ParameterKey: 'WhenUnreadable', ParameterValue: 'NON_COMPLIANT' }]),
  });
  expect(() => asStacks('pack-eu-central-1')).toThrow('ENOENT');
});
