import { expect, it } from 'vitest';
import { bedrockEndpoint } from '../../src/facts/bedrock-endpoint.ts';
import { answerWith, type Asked } from './answering.ts';
import { homeIn, read } from './read-fact.ts';

const path = '/aws/service/global-infrastructure/services/bedrock/regions';

/** The parameters AWS publishes, two pages of them with an empty one between. */
function published(...regions: string[]): (asked: Asked) => string {
  const [first, ...others] = regions.map((Value) => ({ Name: `${path}/${Value}`, Value }));
  const endpoint = { Name: `${path}/us-east-1/endpoint`, Value: 'bedrock.us-east-1.amazonaws.com' };
  return ({ body }) => {
    const { NextToken, Path } = JSON.parse(body) as { NextToken?: string; Path: string };
    expect(Path).toBe(path);
    if (NextToken === undefined) return JSON.stringify({ Parameters: [endpoint, first], NextToken: 'second' });
    if (NextToken === 'second') return JSON.stringify({ Parameters: [], NextToken: 'third' });
    return JSON.stringify({ Parameters: others });
  };
}

it.each(['us-east-1', 'ap-east-2', 'mx-central-1'])('exists in %s by the built-in list, without asking AWS', async (region) => {
  answerWith(() => {
    throw new Error('AWS was asked');
  });
  expect(await read(bedrockEndpoint, '', homeIn(region))).toEqual({ exists: true, source: 'built-in list' });
});

it('exists in a Region that only AWS lists', async () => {
  answerWith(published('us-east-1', 'ap-east-1'));
  expect(await read(bedrockEndpoint, '', homeIn('ap-east-1'))).toEqual({ exists: true, source: 'AWS public parameters' });
});

it('does not exist in a Region that nobody lists', async () => {
  answerWith(published('us-east-1', 'us-west-2'));
  expect(await read(bedrockEndpoint, '', homeIn('ap-east-1'))).toEqual({ exists: false, source: 'AWS public parameters' });
});

it('does not exist in a Region that the built-in list has for another partition', async () => {
  answerWith(published('us-gov-west-1', 'us-gov-east-1'));
  const scope = { partition: 'aws-us-gov', account: '111122223333', region: 'us-east-1' };
  expect(await read(bedrockEndpoint, '', scope)).toEqual({ exists: false, source: 'AWS public parameters' });
});

it.each([
  ['AWS lists none', '{"Parameters":[]}'],
  ['the list is broken', '{"Parameters":"ap-east-1"}'],
  ['the list is not one of Regions', `{"Parameters":[{"Name":"${path}/ap-east-1","Value":"yes"}]}`],
])('is decided by the built-in list when %s', async (_reason, answer) => {
  answerWith(answer);
  expect(await read(bedrockEndpoint, '', homeIn('ap-east-1'))).toEqual({ exists: false, source: 'built-in list' });
});
