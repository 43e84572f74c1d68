import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as wholeText } from 'node:stream/consumers';
import { afterAll } from 'vitest';
import { useEndpoints } from './read-fact.ts';

/** What the endpoint was asked. */
export interface Asked {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** What a service with one path for everything was asked to do, such as `GetMetricData`. */
  readonly operation: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An answer, with status 200 where it does not say otherwise. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

const requestId = { 'x-amzn-RequestId': '11111111-2222-4333-8444-555555555555' };

let answer: (asked: Asked) => string | Answer;

/** Makes every AWS endpoint answer the same, word for word, or as the question asks. */
export function answerWith(given: string | Answer | ((asked: Asked) => string | Answer)): void {
  answer = typeof given === 'function' ? given : () => given;
}

const server = createServer((request, response) => {
  void bodyOf(request).then((body) => {
    const operation =
      String(request.headers['x-amz-target'] ?? '')
        .split('.')
        .at(-1) ?? '';
    const asked = { method: request.method ?? '', path: request.url ?? '', operation, headers: request.headers, body };
    const given = answer(asked);
    const { status = 200, headers = {}, body: written } = typeof given === 'string' ? plain(given) : given;
    response.writeHead(status, { ...requestId, ...headers }).end(written);
  });
});

const plain = (body: string): Answer => ({ body });

const bodyOf = (request: IncomingMessage): Promise<string> => wholeText(request);

server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;

useEndpoints({
  AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
  AWS_ENDPOINT_URL_S3_CONTROL: `http://localhost:${port}`,
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
