import { expect, it } from 'vitest';
import { guardProblems } from './guard-problems.ts';
import { pack, planted } from './planted.ts';

it.each([
  [
    'a resource of another type',
    /Type: AWS::Config::RemediationConfiguration/,
    'Type: AWS::SSM::Document',
    'nothing_but_rules_and_remediations',
  ],
  ['no function', /SourceIdentifier:/, 'Function:', 'rule_is_judged_by_a_function'],
  ['another source of events', /EventSource: aws.config/, 'EventSource: aws.s3', 'rule_is_triggered_by_schedule'],
  ['no source of events', /SourceDetails:(\n {10}.*)+/, 'SourceDetails: []', 'rule_is_triggered_by_schedule'],
  ['a function for the name of a rule', /ConfigRuleName: .*/, 'ConfigRuleName: { Ref: WhenUnreadable }', 'rule_name_is_written_out'],
  ['a name without room for a suffix', /ConfigRuleName: .*/, `ConfigRuleName: ${'a'.repeat(65)}`, 'rule_name_is_written_out'],
  ['a number among input parameters', /requiredDestinations:/, 'inUse: 30\n        $&', 'input_parameters_are_an_object_of_texts'],
  ['nothing to wait for', / {4}DependsOn: .*\n/, '', 'remediation_waits_for_its_rule'],
  ['another rule to wait for', /DependsOn: .*/, 'DependsOn: BedrockInvocationLoggingEnabled', 'remediation_waits_for_its_rule'],
  ['a rule to wait for that is not there', /DependsOn: .*/, 'DependsOn: Gone', 'remediation_waits_for_its_rule'],
  [
    'a function for the name of the rule that is mended',
    /(RemediationConfiguration[^]*?)ConfigRuleName: .*/,
    '$1ConfigRuleName: { Ref: WhenUnreadable }',
    'remediation_waits_for_its_rule',
  ],
  ['a function for the document', /TargetId: .*/, 'TargetId: { Ref: WhenUnreadable }', 'remediation_starts_a_document_by_name'],
  ['no role', /(AutomationAssumeRole:)(\n {10,}.*)+/, '$1 { StaticValue: { Values: [] } }', 'remediation_has_a_role_and_a_resource'],
  ['another value of the resource', /Value: RESOURCE_ID/, 'Value: RESOURCE_ARN', 'remediation_has_a_role_and_a_resource'],
  ['nothing to say whether it starts by itself', /Automatic:/, 'Unasked:', 'remediation_gives_up'],
  ['no attempt', /MaximumAutomaticAttempts: \d+/, 'MaximumAutomaticAttempts: 0', 'remediation_gives_up'],
  ['no time between attempts', /RetryAttemptSeconds: \d+/, 'RetryAttemptSeconds: 0', 'remediation_gives_up'],
  ['too much at a time', /ConcurrentExecutionRatePercentage: \d+/, 'ConcurrentExecutionRatePercentage: 101', 'remediation_gives_up'],
  ['no limit of failures', / *ErrorPercentage: .*\n/, '', 'remediation_gives_up'],
])('our rules catch %s', (_mistake, right, wrong, rule) => {
  expect(guardProblems(planted(pack, right, wrong), 'pack')).toEqual([expect.stringMatching(`^${rule}: `)]);
});

it.each([
  [
    'a function for the role',
    /arn:aws:iam::444455556666:role\/(.*)/,
    'Fn::Sub: arn:aws:iam::${AWS::AccountId}:role/$1',
    'role_is_written_out',
  ],
  ['a partition that is not there', /arn:aws:iam::/, 'arn:aws-moon:iam::', 'role_is_written_out'],
])('our rules for an organisation catch %s', (_mistake, right, wrong, rule) => {
  expect(guardProblems(planted(pack, right, wrong), 'organization')).toEqual([expect.stringMatching(`^${rule}: `)]);
});

it.each([
  ['without resources', 'Resources: {}\n'],
  ['that is none', 'Description: Nothing.\n'],
])('our rules catch a template %s', (_what, text) => {
  expect(guardProblems(text, 'pack')).toEqual([expect.stringMatching(/^nothing_but_rules_and_remediations: /)]);
});

it('a template that cannot be read is no pass', () => {
  expect(() => guardProblems('Resources: [', 'pack')).toThrow('cfn-guard: ');
});

it('a template that no rule looks at is no pass', () => {
  expect(() => guardProblems('Resources: {}\n', 'organization')).toThrow('cfn-guard: no rule looked at the template');
});
