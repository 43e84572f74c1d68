import { expect, it } from 'vitest';
import { bedrockLogRetentionWithinLimits } from '../../rules/bedrock-log-retention-within-limits.ts';
import { bend, verdicts, type World } from './world.ts';

const good: World = {
  'bedrock-endpoint': { '': { exists: true, source: 'built-in list' } },
  'invocation-logging': {
    '': { cloudWatch: { logGroupName: 'prompts', roleArn: 'arn:aws:iam::111122223333:role/Delivery' }, dataTypes: {} },
  },
  'log-group': { prompts: { retentionInDays: 365 } },
};

it('accepts a log group that keeps records for 365 days', async () => {
  expect(await verdicts(bedrockLogRetentionWithinLimits, good)).toMatchObject([{ verdict: 'COMPLIANT' }]);
});

it('reports a log group that keeps records for ever', async () => {
  expect(await verdicts(bedrockLogRetentionWithinLimits, bend(good, { 'log-group': { prompts: {} } }))).toMatchObject([
    {
      verdict: 'NON_COMPLIANT',
      resource: { type: 'AWS::Logs::LogGroup', id: 'prompts' },
      because: expect.stringContaining('for ever') as string,
    },
  ]);
});
