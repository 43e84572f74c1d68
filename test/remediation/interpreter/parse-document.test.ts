import { describe, expect, it } from 'vitest';
import { parseDocument } from './parse-document.ts';
import { runbook } from './runbook.ts';

const sleep = (name: string, more = ''): string =>
  `- { name: ${name}, action: 'aws:sleep', inputs: { Duration: PT1S }${more === '' ? '' : `, ${more}`} }`;

const script = (inputs: string): string =>
  `- { name: script, action: 'aws:executeScript', inputs: { Runtime: python3.11, Handler: run, ${inputs} } }`;

const call = (inputs: string, more = ''): string => `- { name: call, action: 'aws:executeAwsApi', inputs: { ${inputs} }${more} }`;

const branch = (choice: string): string =>
  `${sleep('first')}\n- { name: choose, action: 'aws:branch', inputs: { Choices: [{ ${choice}, NextStep: last }] } }\n${sleep('last')}`;

const choosing = (choice: string) =>
  runbook(branch(choice), { parameters: "Flag: { type: Boolean, default: true }\nText: { type: String, default: '' }" });

describe('a document', () => {
  it.each([
    ['YAML', runbook(sleep('first'))],
    ['JSON', JSON.stringify({ schemaVersion: '0.3', mainSteps: [{ name: 'first', action: 'aws:sleep', inputs: { Duration: 'PT1S' } }] })],
  ])('is read from %s', (_format, text) => {
    expect(parseDocument(text).mainSteps).toMatchObject([{ name: 'first', action: 'aws:sleep' }]);
  });

  it.each([
    ['another schema version', runbook(sleep('first')).replace('0.3', '2.2'), '/schemaVersion must be equal to constant: 0.3'],
    ['a schema version that is a number', runbook(sleep('first')).replace("'0.3'", '0.3'), '/schemaVersion'],
    ['no steps', "schemaVersion: '0.3'\nmainSteps: []", '/mainSteps must NOT have fewer than 1 items'],
    ['an unknown property', `${runbook(sleep('first'))}\nfoo: bar`, 'must NOT have additional properties: foo'],
    ['files, which the interpreter has not', `${runbook(sleep('first'))}\nfiles: {}`, 'additional properties: files'],
    ['an unknown property of a step', runbook(sleep('first', 'retries: 3')), '/mainSteps/0 must NOT have additional properties: retries'],
    [
      'an unknown action',
      runbook(sleep('first').replace('aws:sleep', 'aws:dream')),
      '/mainSteps/0/action must be equal to one of the allowed values',
    ],
    ['an action the interpreter has not', runbook(sleep('first').replace('aws:sleep', 'aws:runCommand')), '/mainSteps/0/action'],
    [
      'an unknown input',
      runbook(script('Script: x, Attachment: x.zip')),
      '/mainSteps/0/inputs must NOT have additional properties: Attachment',
    ],
    [
      'two kinds of delay',
      runbook(sleep('first').replace('PT1S', "PT1S, Timestamp: '2030-01-01T00:00:00Z'")),
      '/mainSteps/0/inputs is of none of the forms',
    ],
    ['a step without name', runbook(sleep('first').replace('name: first, ', '')), "must have required property 'name'"],
    ['two steps of a name', runbook(`${sleep('first')}\n${sleep('first')}`), "two steps are named 'first'"],
    ['a next step that is not there', runbook(sleep('first', 'nextStep: gone')), "first: no step is named 'gone'"],
    ['a failure that leads nowhere', runbook(sleep('first', "onFailure: 'step:gone'")), "first: no step is named 'gone'"],
    ['a cancellation that leads nowhere', runbook(sleep('first', "onCancel: 'step:gone'")), "first: no step is named 'gone'"],
    [
      'a cancellation that sleeps',
      runbook(`${sleep('first', "onCancel: 'step:second'")}\n${sleep('second')}`),
      'first: onCancel cannot go to aws:sleep',
    ],
    [
      'a choice that leads nowhere',
      choosing("Variable: '{{ Flag }}', BooleanEquals: true").replace('NextStep: last', 'NextStep: gone'),
      "choose: no step is named 'gone'",
    ],
    ['onFailure of another word', runbook(sleep('first', 'onFailure: Retry')), '/mainSteps/0/onFailure must match pattern'],
    ['no attempts', runbook(sleep('first', 'maxAttempts: 0')), '/mainSteps/0/maxAttempts must be >= 1'],
    [
      'attempts that a variable counts',
      runbook(sleep('first', "maxAttempts: '{{ global:DATE }}'")),
      '/mainSteps/0/maxAttempts must be integer',
    ],
    ['an end in text', runbook(sleep('first', "isEnd: 'true'")), '/mainSteps/0/isEnd must be boolean'],
    [
      'an end that goes on',
      runbook(`${sleep('first', 'isEnd: true, nextStep: second')}\n${sleep('second')}`),
      'which of isEnd and nextStep wins',
    ],
    [
      'an end that recovers',
      runbook(`${sleep('first', "isEnd: true, onFailure: 'step:second'")}\n${sleep('second')}`),
      'which of isEnd and onFailure wins',
    ],
    [
      'Continue beside a jump',
      runbook(`${sleep('first', 'onFailure: Continue, nextStep: third')}\n${sleep('second')}\n${sleep('third')}`),
      'first: AWS does not document whether onFailure: Continue',
    ],
    [
      'a circle',
      runbook(`${sleep('first')}\n${sleep('second', 'nextStep: first')}`),
      'the steps run in a circle: first -> second -> first',
    ],
    [
      'a circle by failures',
      runbook(`${sleep('first')}\n${sleep('second', "onFailure: 'step:first'")}`),
      'circle: first -> second -> first',
    ],
    [
      'outputs of an action that takes none',
      runbook(sleep('first', "outputs: [{ Name: a, Selector: '$.a' }]")),
      '/mainSteps/0/outputs boolean schema is false',
    ],
    [
      'an unknown service',
      runbook(call('Service: ec2, Api: DescribeInstances')),
      '/mainSteps/0/inputs/Service must be equal to one of the allowed values',
    ],
    ['no operation', runbook(call('Service: s3')), "/mainSteps/0/inputs must have required property 'Api'"],
    ['an operation by its Python name', runbook(call('Service: s3, Api: get_bucket_policy')), '/mainSteps/0/inputs/Api must match pattern'],
    [
      'a selector that AWS does not document',
      runbook(call('Service: s3, Api: ListBuckets', ", outputs: [{ Name: Names, Selector: '$.Buckets[*].Name', Type: StringList }]")),
      '/Selector must match format "json-path"',
    ],
    [
      'an unknown type of output',
      runbook(call('Service: s3, Api: ListBuckets', ", outputs: [{ Name: Names, Selector: '$.Buckets', Type: Number }]")),
      '/outputs/0/Type must be equal to one of the allowed values',
    ],
    [
      'a variable that is not defined',
      runbook(call("Service: s3, Api: GetBucketPolicy, Bucket: '{{ Bucket }}'")),
      "call: 'Bucket' is not defined in the document",
    ],
    [
      'an output that is not defined',
      runbook(`${sleep('first')}\n${call("Service: s3, Api: GetBucketPolicy, Bucket: '{{ first.Bucket }}'")}`),
      "call: 'first.Bucket' is not defined in the document",
    ],
    [
      'an unknown system variable',
      runbook(call("Service: s3, Api: GetBucketPolicy, Bucket: '{{ global:TIME }}'")),
      "call: 'global:TIME' is not defined",
    ],
    [
      'an output of the document that is not defined',
      runbook(sleep('first'), { outputs: '- first.Bucket' }),
      "outputs: 'first.Bucket' is not defined",
    ],
    [
      'a variable within a variable',
      runbook(call("Service: s3, Api: GetBucketPolicy, Bucket: '{{ {{ global:DATE }} }}'")),
      'double braces that hold no variable',
    ],
    [
      'a variable for a key',
      runbook(call("Service: s3, Api: GetBucketPolicy, '{{ global:DATE }}': b")),
      'double braces that hold no variable',
    ],
    ['a variable outside of inputs', runbook(sleep('first', "description: '{{ global:DATE }}'")), "first: 'global:DATE' outside of inputs"],
    ['an undefined role', runbook(sleep('first'), { assumeRole: '{{ Role }}' }), "assumeRole: 'Role' is not defined in the document"],
    [
      'an older Python',
      runbook(script('Script: x').replace('python3.11', 'python3.8')),
      '/inputs/Runtime must be equal to constant: python3.11',
    ],
    ['a variable in a script', runbook(script('Script: "x = \'{{ global:DATE }}\'"')), '/inputs/Script must NOT be valid'],
    [
      'a script that may run too long',
      runbook(script('Script: x').replace(' } }', ' }, timeoutSeconds: 601 }')),
      'script: a script runs for 600 seconds at most; given 601',
    ],
    [
      'a script in JSON',
      JSON.stringify({
        schemaVersion: '0.3',
        mainSteps: [{ name: 'script', action: 'aws:executeScript', inputs: { Runtime: 'python3.11', Handler: 'run', Script: 'x' } }],
      }),
      'script: a runbook in JSON takes no Script',
    ],
    [
      'a lookaround in a pattern',
      runbook(sleep('first'), { parameters: "A: { type: String, allowedPattern: '^(?!x).*$' }" }),
      "A: pattern '^(?!x).*$' has '(?!x).*$'",
    ],
    [
      'an unknown type of parameter',
      runbook(sleep('first'), { parameters: 'A: { type: Number }' }),
      '/parameters/A/type must be equal to one of the allowed values',
    ],
    [
      'a default of another type',
      runbook(sleep('first'), { parameters: "A: { type: Boolean, default: 'true' }" }),
      '/parameters/A/default must be boolean',
    ],
    [
      'an allowed value of another type',
      runbook(sleep('first'), { parameters: 'A: { type: String, allowedValues: [true, false] }' }),
      '/parameters/A/allowedValues/0 must be string',
    ],
    [
      'a pattern for a Boolean',
      runbook(sleep('first'), { parameters: "A: { type: Boolean, allowedPattern: '^x$' }" }),
      '/parameters/A/allowedPattern boolean schema is false',
    ],
    [
      'an unknown property of a parameter',
      runbook(sleep('first'), { parameters: 'A: { type: String, minLength: 1 }' }),
      '/parameters/A must NOT have additional properties: minLength',
    ],
    [
      'text that YAML 1.1 reads as a Boolean',
      runbook(sleep('first', 'description: yes')),
      'YAML 1.1 and 1.2 read the document differently',
    ],
    [
      'text that YAML 1.1 reads as a time',
      runbook(sleep('first', 'description: 2012-10-17')),
      'YAML 1.1 and 1.2 read the document differently',
    ],
    ['a key twice', `${runbook(sleep('first'))}\nschemaVersion: '0.3'`, 'the document is no YAML: Map keys must be unique'],
    ['broken JSON', '{"schemaVersion"', 'the document is no JSON'],
    ['too much', runbook(sleep('first', `description: '${'x'.repeat(64_000)}'`)), 'bytes; allowed: 64000'],
  ])('is refused with %s', (_mistake, text, message) => {
    expect(() => parseDocument(text)).toThrow(message);
  });

  it('may use double braces in a script where they hold no variable', () => {
    expect(() => parseDocument(runbook(script(`Script: "return f'{{ {a} }}', {'a': {'b': {}}}"`)))).not.toThrow();
  });
});

describe('a choice', () => {
  it.each([
    "Variable: '{{ Flag }}', BooleanEquals: true",
    "Not: { Variable: '{{ Text }}', StringEquals: a }",
    "And: [{ Variable: '{{ Text }}', Contains: a }, { Or: [{ Variable: '{{ Flag }}', BooleanEquals: false }, { Variable: '{{ Text }}', EndsWith: b }] }]",
  ])('may be %s', (choice) => {
    expect(() => parseDocument(choosing(choice))).not.toThrow();
  });

  it.each([
    ['another operation', "Variable: '{{ Text }}', StringMatches: a"],
    ['two operations', "Variable: '{{ Text }}', StartsWith: a, EndsWith: b"],
    ['no operation', "Variable: '{{ Text }}'"],
    ['no variable', 'StringEquals: a'],
    ['a constant for a variable', 'Variable: a, StringEquals: a'],
    ['a Boolean for a text', "Variable: '{{ Text }}', StringEquals: true"],
    ['a text for a Boolean', "Variable: '{{ Flag }}', BooleanEquals: 'true'"],
    ['a text for a number', "Variable: '{{ Text }}', NumericEquals: '1'"],
    ['a variable for a constant', "Variable: '{{ Text }}', StringEquals: '{{ global:REGION }}'"],
    ['a comparison beside a combination', "Variable: '{{ Text }}', StringEquals: a, Not: { Variable: '{{ Text }}', StringEquals: a }"],
    ['a jump inside a combination', "Not: { Variable: '{{ Text }}', StringEquals: a, NextStep: last }"],
  ])('may not have %s', (_mistake, choice) => {
    expect(() => parseDocument(choosing(choice))).toThrow(/mainSteps\/1\/inputs\/Choices\/0\S* is of none of the forms that AWS documents/);
  });
});
