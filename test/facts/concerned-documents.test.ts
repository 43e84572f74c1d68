import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concernsLogs } from '../../src/facts/concerned-documents.ts';

const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Action: unknown, Resource: unknown = '*') => document({ Effect: 'Allow', Action, Resource });

describe('a document concerns logs', () => {
  it.each([
    's3:GetObject',
    's3-object-lambda:GetObject',
    'logs:GetLogEvents',
    'kms:Decrypt',
    'iam:PassRole',
    'sts:AssumeRole',
    'oam:CreateLink',
    'bedrock:PutModelInvocationLoggingConfiguration',
    'bedrock-mantle:GetInference',
    'observabilityadmin:CreateTelemetryPipeline',
    'athena:StartQueryExecution',
    'glue:GetTable',
    'lakeformation:GetDataAccess',
    'S3:GETOBJECT',
    'Logs:*',
    '*',
    '*:*',
    '?3:GetObject',
    's*:GetObject',
    'l?gs:Get*',
    '**',
  ])('that names the action %s', (action) => {
    expect(concernsLogs(allow(action))).toBe(true);
    expect(concernsLogs(allow(['ec2:RunInstances', action]))).toBe(true);
    expect(concernsLogs(JSON.stringify(JSON.parse(allow(action)), null, 2))).toBe(true);
  });

  it.each([
    document({ Effect: 'Allow', NotAction: 'ec2:*', Resource: '*' }),
    document({ Effect: 'Deny', Action: 'ec2:*', NotResource: 'arn:aws:ec2:*:*:instance/i-1' }),
    document({ Effect: 'Allow', NotPrincipal: { AWS: '111122223333' }, Action: 'ec2:*', Resource: '*' }),
    String.raw`{"Statement":{"Effect":"Allow","Action":"\u0073\u0033:GetObject","Resource":"*"}}`,
    String.raw`{"Statement":{"Effect":"Allow","\u004eotAction":"ec2:*","Resource":"*"}}`,
    '{"Statement":{"Effect":"Allow","Resource":"*","Action":"*"}}',
    '{"Statement":{"Effect":"Allow","Resource" : "*", "Action" : "*"}}',
  ])('that may hide one: %s', (text) => {
    expect(concernsLogs(text)).toBe(true);
  });
});

describe('a document does not concern logs', () => {
  it.each([
    allow('ec2:*'),
    allow(['ec2:Describe*', 'dynamodb:Get?tem']),
    allow('ec2:*', 'arn:aws:s3:::bucket/*'),
    allow('sagemaker:InvokeEndpoint', ['arn:aws:sagemaker:*:*:endpoint/*']),
    allow('xs3:GetObject'),
    allow('s3express:CreateSession'),
    document({
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Resource: '*',
      Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
    }),
    '{"Statement":{"Effect":"Allow","Action":"ec2:*","Resource" :\n "*"}}',
    '{"Version":"2012-10-17","Statement":[]}',
  ])('that says nothing about it: %s', (text) => {
    expect(concernsLogs(text)).toBe(false);
  });
});

const service = fc.constantFrom('s3', 'logs', 'KMS', 'iam', 'sts', 'oam', 'bedrock', '*', 's?', 'l*s');
const other = fc.constantFrom<string[]>('ec2:*', 'dynamodb:GetItem', 'sqs:Send?essage');
const indentation = fc.constantFrom(undefined, 1, '\t');

it('is never wrong about an action of a service that reads logs, wherever it stands', () => {
  const text = fc
    .tuple(service, fc.stringMatching(/^[A-Za-z*?]{1,12}$/), fc.array(other, { maxLength: 4 }), fc.nat(4), indentation)
    .map(([prefix, action, others, place, indent]) => {
      const Action = others.toSpliced(place, 0, `${prefix}:${action}`);
      const Statement = [
        { Effect: 'Deny', Action: others, Resource: '*' },
        { Sid: 'x', Resource: '*', Effect: 'Allow', Action },
      ];
      return JSON.stringify({ Statement }, null, indent);
    });
  fc.assert(fc.property(text, concernsLogs));
});
