import { expect, it } from 'vitest';
import { oamClient } from '../../src/facts/aws/oam-client.ts';
import { oamLinks } from '../../src/facts/oam-links.ts';
import { answerWith } from './answering.ts';
import { read } from './read-fact.ts';

const { config } = oamClient({
  region: 'eu-west-1',
  credentials: async () => ({ accessKeyId: 'AKIATEST', secretAccessKey: 'not-a-secret' }),
});

/** @see https://docs.aws.amazon.com/general/latest/gr/cw_region.html */
it.each([
  [{ Region: 'eu-west-1' }, 'https://oam.eu-west-1.amazonaws.com/'],
  [{ Region: 'cn-north-1' }, 'https://oam.cn-north-1.amazonaws.com.cn/'],
  [{ Region: 'us-gov-west-1', UseFIPS: true }, 'https://oam-fips.us-gov-west-1.amazonaws.com/'],
  [{ Region: 'us-east-1', UseDualStack: true }, 'https://oam.us-east-1.api.aws/'],
  [{ Region: 'us-east-1', Endpoint: 'http://127.0.0.1:4566' }, 'http://127.0.0.1:4566/'],
])('asks for %o at %s', (parameters, url) => {
  expect(config.endpointProvider(parameters).url.href).toBe(url);
});

const sinkArn = 'arn:aws:oam:us-east-1:444455556666:sink/1';
const listed = JSON.stringify({ Items: ['1', '2'].map((Id) => ({ Id, Arn: `arn:aws:oam:us-east-1:111122223333:link/${Id}` })) });
const link = JSON.stringify({ Id: '2', SinkArn: sinkArn, ResourceTypes: ['AWS::Logs::LogGroup'], Unheard: 'of' });
const gone = {
  status: 404,
  headers: { 'x-amzn-ErrorType': 'ResourceNotFoundException' },
  body: '{"Message":"The specified link does not exist."}',
};

it('asks for every link that was listed, and passes over one that is gone', async () => {
  const asked: string[] = [];
  answerWith(({ method, path, body, headers }) => {
    asked.push(`${method} ${path} ${body}`);
    expect(headers.authorization).toContain('/us-east-1/oam/aws4_request');
    if (path === '/ListLinks') return listed;
    return body.includes('link/1') ? gone : link;
  });
  expect(await read(oamLinks)).toEqual({ links: [{ id: '2', sinkArn, resourceTypes: ['AWS::Logs::LogGroup'] }] });
  expect(asked).toEqual([
    'POST /ListLinks {}',
    'POST /GetLink {"Identifier":"arn:aws:oam:us-east-1:111122223333:link/1"}',
    'POST /GetLink {"Identifier":"arn:aws:oam:us-east-1:111122223333:link/2"}',
  ]);
});

it.each([
  '{"Id":"1","SinkArn":"arn:aws:oam:us-east-1:444455556666:sink/1","ResourceTypes":"AWS::Logs::LogGroup"}',
  '{"Id":"1","SinkArn":"arn:aws:oam:us-east-1:444455556666:sink/1"}',
  '{"Id":"1","ResourceTypes":[]}',
  '{"Id":1,"SinkArn":"arn:aws:oam:us-east-1:444455556666:sink/1","ResourceTypes":[]}',
  '{"Id":"1","SinkArn":"a","ResourceTypes":[],"LinkConfiguration":{"LogGroupConfiguration":{"Filter":{}}}}',
])('is malformed when a link is %s', async (answer) => {
  answerWith(({ path }) => (path === '/ListLinks' ? listed : answer));
  await expect(read(oamLinks)).rejects.toMatchObject({ refusal: 'malformed' });
});
