import { describe, expect, it } from 'vitest';
import { runbook } from '../runbook.ts';
import { allFindings, lintDocument } from './language-service.ts';

const sleep = (more = '', name = 'first'): string => `- { name: ${name}, action: 'aws:sleep', inputs: { Duration: PT1S }${more} }`;

const script = "- { name: script, action: 'aws:executeScript', inputs: { Runtime: python3.11, Handler: run, Script: x } }";

const messages = async (text: string) => (await lintDocument(text)).map(({ message }) => message);

describe("AWS's language service", () => {
  it('has nothing against a runbook', async () => {
    expect(await allFindings(runbook(sleep(), { parameters: "A: { type: String, default: '', allowedPattern: '^$' }" }))).toEqual([]);
  });

  it.each([
    [
      'an unknown action',
      runbook("- { name: first, action: 'aws:dream', inputs: {} }"),
      /^Value is not accepted. Valid values: "aws:approve"/,
    ],
    ['another schema version', runbook(sleep()).replace('0.3', '2.2'), /^Value is not accepted. Valid values: "0.3"/],
    [
      'a call without a service',
      runbook("- { name: call, action: 'aws:executeAwsApi', inputs: { Api: ListBuckets } }"),
      /^Missing property "Service"/,
    ],
    ['an approval that nobody gives', runbook("- { name: ask, action: 'aws:approve', inputs: {} }"), /^Missing property "Approvers"/],
    ['an unknown property', runbook(sleep(', retries: 3')), /^Property retries is not allowed/],
    [
      'a default of another type',
      runbook(sleep(), { parameters: "A: { type: Boolean, default: 'true' }" }),
      /^Incorrect type. Expected "boolean"/,
    ],
    [
      'an older Python than it knows',
      runbook(script.replace('python3.11', 'python2.7')),
      /^Value is not accepted. Valid values: "python3.6"/,
    ],
    ['an unknown type', runbook(sleep(), { parameters: 'A: { type: Number }' }), /^Value is not accepted. Valid values: "String"/],
  ])('finds %s', async (_mistake, text, message) => {
    expect(await messages(text)).toEqual([expect.stringMatching(message)]);
  });

  it('says where', async () => {
    expect(await lintDocument(runbook(`${sleep()}\n${sleep(', retries: 3', 'second')}`))).toMatchObject([{ line: 4 }]);
  });

  it.each([
    ['Python 3.11', runbook(script)],
    ['the type of a role', runbook(sleep(), { parameters: "A: { type: 'AWS::IAM::Role::Arn' }" })],
    ['the type of a bucket', runbook(sleep(), { parameters: "A: { type: 'AWS::S3::Bucket::Name' }" })],
    ['onCancel', runbook(sleep(', onCancel: Abort'))],
  ])('is too old for %s, which is left out', async (_what, text) => {
    expect(await allFindings(text)).toHaveLength(1);
    expect(await lintDocument(text)).toEqual([]);
  });

  /** Each seen: the interpreter finds them. */
  it.each([
    ['two steps of a name', runbook(`${sleep()}\n${sleep()}`)],
    ['a next step that is not there', runbook(sleep(', nextStep: gone'))],
    ['a circle', runbook(`${sleep('', 'one')}\n${sleep(', nextStep: one', 'two')}`)],
    ['a variable that is not defined', runbook("- { name: first, action: 'aws:sleep', inputs: { Duration: '{{ Delay }}' } }")],
    [
      'an unknown operation of a choice',
      runbook(
        `- { name: choose, action: 'aws:branch', inputs: { Choices: [{ Variable: '{{ global:DATE }}', StringMatches: a, NextStep: first }] } }\n${sleep()}`,
      ),
    ],
    [
      'an unknown operation of a service',
      runbook("- { name: call, action: 'aws:executeAwsApi', inputs: { Service: s3, Api: ListPails } }"),
    ],
    [
      'an unknown input of an operation',
      runbook("- { name: call, action: 'aws:executeAwsApi', inputs: { Service: s3, Api: ListBuckets, Pail: a } }"),
    ],
    [
      'a selector that is no JSONPath',
      runbook(
        "- { name: call, action: 'aws:executeAwsApi', inputs: { Service: s3, Api: ListBuckets }, outputs: [{ Name: A, Selector: Buckets }] }",
      ),
    ],
    ['an output of the document that is not defined', runbook(sleep(), { outputs: '- first.A' })],
  ])('is blind to %s', async (_mistake, text) => {
    expect(await allFindings(text)).toEqual([]);
  });
});
