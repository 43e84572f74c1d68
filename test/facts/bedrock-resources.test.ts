import { expect, it } from 'vitest';
import { bedrockResourceKinds, bedrockResources, type BedrockResourceKind } from '../../src/facts/bedrock-resources.ts';
import type { Seed } from '../emulator/control.ts';
import { emulator } from './emulated.ts';
import { home, homeIn, read } from './read-fact.ts';

const running = [
  { status: 'Submitted' },
  { status: 'Validating' },
  { status: 'Scheduled' },
  { status: 'InProgress' },
  { status: 'Stopping' },
];
const ended = [
  { status: 'Completed' },
  { status: 'PartiallyCompleted' },
  { status: 'Failed' },
  { status: 'Stopped' },
  { status: 'Expired' },
];

/** Of each kind so many that they take several pages. */
const seeds: Record<BedrockResourceKind, { seed: Seed; count: number }> = {
  'provisioned model throughput': { seed: { provisionedThroughputs: 11 }, count: 11 },
  'custom model deployment': { seed: { customModelDeployments: 12 }, count: 12 },
  'custom model': { seed: { customModels: 13 }, count: 13 },
  'imported model': { seed: { importedModels: 14 }, count: 14 },
  'marketplace model endpoint': { seed: { marketplaceEndpoints: 15 }, count: 15 },
  'running batch inference job': { seed: { invocationJobs: [...ended, ...running, ...ended] }, count: 5 },
  'application inference profile': { seed: { applicationInferenceProfiles: 16 }, count: 16 },
  agent: { seed: { agents: 17 }, count: 17 },
  flow: { seed: { flows: 18 }, count: 18 },
  'knowledge base': { seed: { knowledgeBases: 19 }, count: 19 },
};

it.each(Object.entries(seeds))('counts each %s of the Region on every page', async (kind, { seed, count }) => {
  await emulator.seed({ account: home.account, region: home.region, ...seed });
  expect(await read(bedrockResources, kind)).toEqual({ count });
  expect(await read(bedrockResources, kind, homeIn('eu-west-1'))).toEqual({ count: 0 });
});

it.each(bedrockResourceKinds)('counts no %s where there is only another kind', async (kind) => {
  const other = kind === 'agent' ? 'flow' : 'agent';
  await emulator.seed({ account: home.account, region: home.region, ...seeds[other].seed });
  expect(await read(bedrockResources, kind)).toEqual({ count: 0 });
});

it('counts no batch job that has ended', async () => {
  await emulator.seed({ account: home.account, region: home.region, invocationJobs: ended });
  expect(await read(bedrockResources, 'running batch inference job')).toEqual({ count: 0 });
});

it('counts no inference profile that AWS defined', async () => {
  await emulator.seed({ account: home.account, region: home.region, systemInferenceProfiles: ['us.amazon.nova-pro-v1:0'] });
  expect(await read(bedrockResources, 'application inference profile')).toEqual({ count: 0 });
});
