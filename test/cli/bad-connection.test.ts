import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { refusal, unconnected } from './refusal.ts';

const page = '<!DOCTYPE html><html><body>Please sign in to the guest network</body></html>';

/** What a server that is not AWS answers. */
interface Answer {
  readonly what: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const answers: readonly Answer[] = [
  { what: 'a web page', headers: { 'content-type': 'text/html' }, body: page },
  { what: 'a web page in place of an error', status: 404, headers: { 'content-type': 'text/html' }, body: page },
  { what: 'a web page in place of a refusal', status: 403, headers: { 'content-type': 'text/html' }, body: page },
  { what: 'nothing' },
  { what: 'nothing and an error', status: 404 },
  { what: 'a word', headers: { 'content-type': 'text/plain' }, body: 'hello' },
  { what: 'JSON', headers: { 'content-type': 'application/json' }, body: '{"hello":"world"}' },
  { what: 'other XML', headers: { 'content-type': 'text/xml' }, body: '<feed><entry/></feed>' },
  { what: 'XML that breaks off', headers: { 'content-type': 'text/xml' }, body: '<GetCallerIdentityResponse><GetCallerIdentityResult>' },
  { what: 'a redirect', status: 302, headers: { location: '/login' } },
];

/** Answers by the number in the path, and hangs up where there is none. */
const server = createServer((request, response) => {
  request.resume();
  const answer = answers[Number(request.url?.split('/')[1])];
  if (answer) response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
  else request.socket.destroy();
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** What is said when all of AWS is taken to be at this endpoint. */
const refusalAt = (AWS_ENDPOINT_URL: string) =>
  refusal(
    ['evaluate', '--output', 'out.json', '--record', 'kept.jsonl.gz'],
    { ...unconnected, AWS_ENDPOINT_URL },
    { 'out.json': 'as it was' },
  );
const serverUrl = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

it.concurrent.each(answers.map((answer, number) => ({ ...answer, number })))(
  'refuses an endpoint that answers with $what',
  async ({ number }) => {
    const said = await refusalAt(`${serverUrl()}/${number}`);
    expect(said).toMatch(/^bedrock-logging: .*STS endpoint.*(is not AWS|not with an AWS identity)/);
  },
);

it.concurrent('refuses an endpoint that hangs up', async () => {
  const said = await refusalAt(`${serverUrl()}/nothing-here`);
  expect(said).toMatch(/^bedrock-logging: the STS endpoint could not be reached \(\w+\); look at AWS_ENDPOINT_URL and the network$/);
});

it.concurrent.each([
  ['refuses the connection', 'http://127.0.0.1:9', /could not be reached \(ECONNREFUSED\); look at AWS_ENDPOINT_URL/],
  ['has a name nobody knows', 'http://aws.invalid', /could not be reached \((ENOTFOUND|EAI_AGAIN)\); look at AWS_ENDPOINT_URL/],
  ['is no URL', 'localhost', /AWS_ENDPOINT_URL/],
])('refuses an endpoint that %s', async (_what, url, words) => {
  const said = await refusalAt(url);
  expect(said).toMatch(words);
  expect(said).not.toMatch(/fault of the program|does not accept/);
});
