import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What a function said of itself or of one invocation. */
export type Answer =
  | { readonly kind: 'returned'; readonly payload: unknown }
  | { readonly kind: 'failed'; readonly errorType: string; readonly errorMessage: string };

/** An invocation to be handed out. */
interface Invocation {
  readonly requestId: string;
  readonly event: unknown;
  readonly functionArn: string;
  /** When it must have been answered, in milliseconds since 1970. */
  readonly deadline: number;
}

/** Hands out an invocation to the function that asked for one. */
export type Hand = (invocation: Invocation) => void;

/** What AWS Lambda's side of the Runtime API does with what the function says. */
export interface RuntimeListener {
  /** The function is initialised and asks for work. */
  asks(hand: Hand): void;
  answers(requestId: string, answer: Answer): void;
  failsToStart(answer: Answer): void;
}

const prefix = '/2018-06-01/runtime/';

/**
 * Serves the Runtime API to one function, on a free port of the loopback interface.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function serveRuntimeApi(listener: RuntimeListener): Promise<{ readonly address: string; close(): void }> {
  const server = createServer((request, response) => void answerTo(request, response, listener));
  // The next invocation may be a long time coming.
  server.requestTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answerTo(request: IncomingMessage, response: ServerResponse, listener: RuntimeListener): Promise<void> {
  const [path, requestId, what] = (request.url ?? '').replace(prefix, '').split('/');
  if (request.method === 'GET' && path === 'invocation' && requestId === 'next') {
    listener.asks((invocation) => hand(response, invocation));
    return;
  }
  const body = await text(request);
  if (path === 'invocation' && what === 'response') listener.answers(requestId ?? '', { kind: 'returned', payload: JSON.parse(body) });
  else if (path === 'invocation' && what === 'error') listener.answers(requestId ?? '', failure(body));
  else if (path === 'init' && requestId === 'error') listener.failsToStart(failure(body));
  else {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(202, { 'Content-Type': 'application/json' }).end('{"status":"OK"}');
}

function hand(response: ServerResponse, { requestId, event, functionArn, deadline }: Invocation): void {
  response.writeHead(200, {
    'Content-Type': 'application/json',
    'Lambda-Runtime-Aws-Request-Id': requestId,
    'Lambda-Runtime-Deadline-Ms': String(deadline),
    'Lambda-Runtime-Invoked-Function-Arn': functionArn,
    'Lambda-Runtime-Trace-Id': 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0',
  });
  response.end(JSON.stringify(event));
}

function failure(body: string): Answer {
  const { errorType = 'Error', errorMessage = '' } = JSON.parse(body) as { errorType?: string; errorMessage?: string };
  return { kind: 'failed', errorType, errorMessage };
}
