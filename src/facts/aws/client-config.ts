import { malformed } from '../pages.ts';
import type { ClientSettings } from './connection.ts';

/** How long a connection may take to open and an answer to arrive, in milliseconds. */
const timeouts = { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true };

/** The configuration shared by all SDK clients. */
export function clientConfig({ region, credentials }: ClientSettings) {
  return { region, credentials, requestHandler: timeouts };
}

interface Stack {
  add(middleware: (next: Handler) => Handler, options: { name: string; step: 'deserialize'; priority: 'low' }): void;
}
type Handler = (args: never) => Promise<{ response: unknown; output: never }>;

interface HttpAnswer {
  statusCode: number;
  body: unknown;
}

/**
 * Makes a client refuse successful answers that no AWS service gives: an empty body, a web page, a body that is no JSON object and no XML document.
 * The SDK reads all of those as "nothing is set", which would turn a broken endpoint into a verdict.
 */
export function refuseForeignAnswers<Client extends { middlewareStack: unknown }>(client: Client): Client {
  (client.middlewareStack as Stack).add(
    (next) => async (args) => {
      const result = await next(args);
      const answer = result.response as HttpAnswer;
      if (answer.statusCode >= 200 && answer.statusCode < 300) {
        const bytes = await readBody(answer.body);
        if (!isAwsDocument(bytes)) throw malformed('the endpoint did not answer as AWS does');
        answer.body = bytes;
      }
      return result;
    },
    { name: 'refuseForeignAnswers', step: 'deserialize', priority: 'low' },
  );
  return client;
}

async function readBody(body: unknown): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** First byte of a CBOR map: major type 5, of any length. */
const isCborMap = (first: number): boolean => first >> 5 === 5;

function isAwsDocument(bytes: Uint8Array): boolean {
  const first = bytes[0];
  if (first === undefined) return false;
  if (isCborMap(first)) return true;
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 256)).toString('utf8').trimStart();
  return start.startsWith('{') || (start.startsWith('<') && !/^<(!doctype\s+)?html/i.test(start));
}
