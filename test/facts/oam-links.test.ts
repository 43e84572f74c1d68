import { expect, it } from 'vitest';
import { oamLinks } from '../../src/facts/oam-links.ts';
import type { SeededLink } from '../emulator/control.ts';
import { emulator } from './emulated.ts';
import { home, homeIn, read } from './read-fact.ts';

const sinkArn = 'arn:aws:oam:us-east-1:444455556666:sink/aaaaaaaa-2222-4333-8444-555555555555';
const plant = (...links: SeededLink[]) => emulator.seed({ account: home.account, region: home.region, links });

it('is an empty list when nothing is shared', async () => {
  expect(await read(oamLinks)).toEqual({ links: [] });
});

it('tells what is shared with which sink, and of which log groups', async () => {
  const logGroupFilter = "LogGroupName LIKE 'aws/lambda/%'";
  await plant(
    { sinkArn, resourceTypes: ['AWS::CloudWatch::Metric', 'AWS::Logs::LogGroup'] },
    { sinkArn, resourceTypes: ['AWS::Logs::LogGroup'], logGroupFilter },
  );
  const id = expect.stringMatching(/^[\w-]{36}$/) as string;
  expect(await read(oamLinks)).toEqual({
    links: [
      { id, sinkArn, resourceTypes: ['AWS::CloudWatch::Metric', 'AWS::Logs::LogGroup'] },
      { id, sinkArn, resourceTypes: ['AWS::Logs::LogGroup'], logGroupFilter },
    ],
  });
  expect(await read(oamLinks, '', homeIn('eu-west-1'))).toEqual({ links: [] });
});

it('reads every page', async () => {
  await plant(...Array.from({ length: 25 }, () => ({ sinkArn, resourceTypes: ['AWS::Logs::LogGroup'] })));
  const { links } = (await read(oamLinks)) ?? expect.fail();
  expect(new Set(links.map(({ id }) => id)).size).toBe(25);
});
