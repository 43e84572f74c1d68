import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { homeAccount, type Emulator } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/start.ts';
import { refusal, unconnected } from './refusal.ts';

const targets = ['--output', 'out.json', '--record', 'kept.jsonl.gz'];
const files = { 'out.json': 'as it was' };

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ seed: 14 });
}, 120_000);
afterAll(() => emulator?.stop());
beforeEach(() => emulator.reset());

describe('credentials', () => {
  const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _secret, ...anonymous } = unconnected;

  it.each([
    ['evaluate', targets],
    ['collect', ['--record', 'kept.jsonl.gz']],
  ])('are needed to %s', async (command, options) => {
    const said = await refusal([command, ...options], anonymous, files);
    expect(said).toMatch(
      /^bedrock-logging: no usable AWS credentials were found; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/,
    );
  });

  it('of a profile that does not exist are refused', async () => {
    const said = await refusal(['evaluate', ...targets], { ...anonymous, AWS_PROFILE: 'gone' }, files);
    expect(said).toMatch(/^bedrock-logging: no usable AWS credentials were found; set AWS_PROFILE/);
  });

  it('that have expired are refused', async () => {
    await emulator.faults([{ service: 'sts', fault: 'expired' }]);
    const said = await refusal(['evaluate', ...targets], emulator.environment, files);
    expect(said).toMatch(/^bedrock-logging: the AWS credentials have expired \(ExpiredToken\); log in again$/);
  });

  it('that AWS does not know are refused', async () => {
    await emulator.faults([{ service: 'sts', fault: 'not-enabled' }]);
    const said = await refusal(['evaluate', ...targets], emulator.environment, files);
    expect(said).toMatch(/^bedrock-logging: AWS does not accept the credentials \(InvalidClientTokenId, HTTP 40[03]\)$/);
  });

  it.each(['throttled', 'server-error'] as const)('are not blamed when STS is %s', async (fault) => {
    await emulator.faults([{ service: 'sts', fault }]);
    const said = await refusal(['evaluate', ...targets], { ...emulator.environment, AWS_MAX_ATTEMPTS: '1' }, files);
    expect(said).toMatch(/^bedrock-logging: .*STS.*\((Throttling|InternalFailure), HTTP \d+\)/);
    expect(said).not.toMatch(/does not accept/);
  });

  it('of no Region are not enough', async () => {
    const { AWS_REGION: _region, ...nowhere } = unconnected;
    expect(await refusal(['evaluate', ...targets], nowhere, files)).toMatch(
      /^bedrock-logging: no Region: give --regions .* or set AWS_REGION$/,
    );
  });

  it.each([
    ['--regions', 'us-east-1,cn-north-1', 'cn-north-1', {}],
    ['--regions', 'us-gov-west-1', 'us-gov-west-1', {}],
    ['AWS_REGION', undefined, 'cn-northwest-1', { AWS_REGION: 'cn-northwest-1' }],
  ])('of one partition do not reach Regions of another, by %s %s', async (_how, regions, foreign, environment) => {
    const options = regions === undefined ? targets : [...targets, '--regions', regions];
    const said = await refusal(['evaluate', ...options], { ...emulator.environment, ...environment }, files);
    expect(said).toMatch(
      new RegExp(`^bedrock-logging: Region ${foreign} is not of partition aws, for which the credentials are; its Regions: .*`),
    );
    expect(said).toMatch(/\bus-east-1\b/);
    expect(said).not.toMatch(/Regions: .*\b(cn|us-gov)-/);
  });

  it('of one account do not open another without a role to assume', async () => {
    const said = await refusal(['evaluate', ...targets, '--accounts', `${homeAccount},222233334444`], emulator.environment, files);
    expect(said).toMatch(/^bedrock-logging: --assume-role is needed to enter accounts other than 111122223333, the caller's own$/);
  });
});

describe('an organisation', () => {
  it('that the caller is not in is refused', async () => {
    const said = await refusal(['evaluate', '--organization', '--assume-role', 'auditor', ...targets], emulator.environment, files);
    expect(said).toMatch(
      /^bedrock-logging: the list of accounts could not be read: .*AWSOrganizationsNotInUseException.*organizations:ListAccounts$/,
    );
  });

  it.each(['denied', 'html', 'empty-body', 'malformed', 'wrong-type'] as const)(
    'whose accounts are answered %s is refused',
    async (fault) => {
      await emulator.seed({ organization: { management: homeAccount, accounts: ['222233334444'] } });
      await emulator.faults([{ service: 'organizations', fault }]);
      const said = await refusal(['evaluate', '--organization', '--assume-role', 'auditor', ...targets], emulator.environment, files);
      expect(said).toMatch(/^bedrock-logging: the list of accounts could not be read: (denied|malformed) \(\w+\); --organization takes/);
    },
  );
});
