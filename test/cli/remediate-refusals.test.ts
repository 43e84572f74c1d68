import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/registry.ts';
import { homeAccount } from '../emulator/emulator.ts';
import { emulator, logTo, openBucket, remediate, rule, service } from './remediate-place.ts';
import { refusal, unconnected } from './refusal.ts';

const files = {
  'text.json': '"a"',
  'broken.json': '{',
  'unknown.json': JSON.stringify({ Colour: 'red' }),
  'standard.json': JSON.stringify({ ResourceId: 'other' }),
  'parameters.json': JSON.stringify({ [rule]: { closedRegions: ['mars'] } }),
};
const withoutRunbook = rules.find(({ remediation }) => !remediation);

describe('before any call of AWS', () => {
  it.each([
    ['no rule', ['--dry-run'], [/--rule <id>' not specified/]],
    ['an unknown rule', ['--rule', 'nice'], [/no rule has id 'nice'; known ids: bedrock-invocation-logging-enabled, /]],
    ['two rules', ['--rule', `${rule},${rule}`], [/no rule has id/]],
    ['an unknown option', ['--rule', rule, '--regions', 'all'], [/unknown option '--regions' \(Did you mean --region\?\)/]],
    ['an unknown format', ['--rule', rule, '--format', 'xml'], [/'xml' is invalid/, /table, json/]],
    ['nobody to ask', ['--rule', rule], [/nobody can be asked without a terminal: give --yes to go on unasked, or --dry-run/]],
    ['an unknown Region', ['--rule', rule, '--yes', '--region', 'mars-north-1'], [/--region: there is no Region 'mars-north-1'/]],
    ['several Regions', ['--rule', rule, '--yes', '--region', 'us-east-1,us-east-2'], [/--region names several Regions; wanted: one/]],
    ['no account', ['--rule', rule, '--yes', '--account', '12'], [/--account: '12' is not an account id; wanted: twelve digits/]],
    [
      'a parameters file that is not there',
      ['--rule', rule, '--yes', '--parameters', 'no.json'],
      [/parameters no\.json cannot be read: ENOENT/],
    ],
    [
      'a wrong parameter',
      ['--rule', rule, '--yes', '--parameters', 'parameters.json'],
      [/parameter 'closedRegions' of bedrock-log-buckets/],
    ],
    [
      'a file of runbook parameters that is not there',
      ['--rule', rule, '--yes', '--runbook-parameters', 'no.json'],
      [/runbook parameters no\.json cannot be read: ENOENT/],
    ],
    [
      'one that is no JSON',
      ['--rule', rule, '--yes', '--runbook-parameters', 'broken.json'],
      [/runbook parameters broken\.json are not JSON/],
    ],
    [
      'one that is no object',
      ['--rule', rule, '--yes', '--runbook-parameters', 'text.json'],
      [/runbook parameters text\.json must be an object/],
    ],
    [
      'an unknown runbook parameter',
      ['--rule', rule, '--yes', '--runbook-parameters', 'unknown.json'],
      [/BedrockLogging-BlockLogBucketPublicAccess takes no runbook parameter 'Colour'; it takes: none/],
    ],
    [
      'one that the command gives',
      ['--rule', rule, '--yes', '--runbook-parameters', 'standard.json'],
      [/takes no runbook parameter 'ResourceId'/],
    ],
    [
      'one file for two purposes',
      ['--rule', rule, '--yes', '--runbook-parameters', 'text.json', '--output', './text.json'],
      [/--runbook-parameters and --output name the same file/],
    ],
  ] as const)('refuses %s', async (_what, args, words) => {
    const said = await refusal(['remediate', ...args], unconnected, files);
    for (const word of words) expect(said).toMatch(word);
  });

  it('refuses a rule without a runbook, and says what to do by hand', async () => {
    if (!withoutRunbook) return;
    const said = await refusal(['remediate', '--rule', withoutRunbook.id, '--yes'], unconnected);
    expect(said).toContain(`no runbook puts ${withoutRunbook.id} right; by hand: ${withoutRunbook.fix}; rules with a runbook: `);
    expect(said).toContain(rule);
  });

  it('refuses to guess a Region', async () => {
    const { AWS_REGION: _region, ...elsewhere } = unconnected;
    expect(await refusal(['remediate', '--rule', rule, '--yes'], elsewhere)).toMatch(/no Region: give --region, or set AWS_REGION/);
  });
});

describe('by what AWS answers', () => {
  const environment = () => service.environmentOf(homeAccount);
  const faulty = async () => {
    await openBucket('records');
    await logTo('records');
  };
  const oneLine = async (...args: readonly string[]) => {
    const { exitCode, stderr } = await remediate('--yes', ...args);
    expect(exitCode, stderr).toBe(2);
    expect(stderr).toMatch(/^bedrock-logging: [^\n]*\n$/);
    return stderr;
  };

  it('refuses a Region of another partition', async () => {
    expect(await refusal(['remediate', '--rule', rule, '--yes', '--region', 'cn-north-1'], environment())).toMatch(
      /Region cn-north-1 is not of partition aws/,
    );
  });

  it('refuses another account without a role to enter it by', async () => {
    expect(await refusal(['remediate', '--rule', rule, '--yes', '--account', '444455556666'], environment())).toMatch(
      /--assume-role is needed/,
    );
  });

  it('refuses an account that it cannot enter', async () => {
    await emulator.faults([{ service: 'sts', operation: 'AssumeRole', fault: 'denied' }]);
    expect(
      await refusal(['remediate', '--rule', rule, '--yes', '--account', '444455556666', '--assume-role', 'fixer'], environment()),
    ).toMatch(/account 444455556666 could not be entered by role fixer: denied \(AccessDenied\)/);
  });

  it('refuses a resource that the rule does not judge', async () => {
    await faulty();
    expect(await oneLine('--resource', 'recods')).toMatch(/--resource: the rule judges no resource 'recods' there; judged: records/);
  });

  it('says that a document is not deployed', async () => {
    await faulty();
    service.reset();
    expect(await oneLine()).toMatch(
      /document BedrockLogging-BlockLogBucketPublicAccess is not deployed in account 111122223333, Region us-east-1; deploy remediation\/block-log-bucket-public-access\/document\.yaml/,
    );
  });

  it.each([
    ['to start it', 'is not authorized to perform: ssm:StartAutomationExecution'],
    ['to pass the role', 'is not authorized to perform: iam:PassRole'],
  ])('says who may not, and what it takes, %s', async (_what, message) => {
    await faulty();
    service.refuse({ operation: 'StartAutomationExecution', code: 'AccessDeniedException', message: `User: somebody ${message}` });
    const said = await oneLine();
    expect(said).toContain('arn:aws:iam::111122223333:user/auditor may not start BedrockLogging-BlockLogBucketPublicAccess');
    expect(said).toContain(
      'it takes ssm:StartAutomationExecution on the document, and iam:PassRole on arn:aws:iam::111122223333:role/bedrock-logging-',
    );
    expect(said).toContain(message);
  });

  it('hands on any other refusal, and writes no report', async () => {
    await faulty();
    service.refuse({
      operation: 'StartAutomationExecution',
      code: 'InvalidAutomationExecutionParametersException',
      message: 'DryRun\nis unknown',
    });
    const { stdout, stderr, exitCode } = await remediate('--yes', '--format', 'json');
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toMatch(
      /was not started in account 111122223333, Region us-east-1: InvalidAutomationExecutionParametersException: DryRun\\u000ais unknown\n$/,
    );
  });
});
