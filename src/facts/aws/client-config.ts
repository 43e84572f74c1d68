import type { Readable } from 'node:stream';
import { malformed } from '../malformed.ts';
import type { ClientSettings } from './connection.ts';
import { isAwsXml } from './xml-answer.ts';

/** How long a connection may take to open and an answer to arrive, in milliseconds. */
export const timeouts = { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true };

/** The configuration shared by all SDK clients. */
export function clientConfig({ region, credentials }: ClientSettings) {
  return { region, credentials, requestHandler: timeouts };
}

interface Context {
  /** Name of the SDK's command, such as `GetBucketVersioningCommand`. */
  readonly commandName?: string;
}
interface Result {
  readonly response: unknown;
  readonly output: object;
}
type Handler = (args: never) => Promise<Result>;
interface Stack {
  add(
    middleware: (next: Handler, context: Context) => Handler,
    options: { name: string; step: 'deserialize' | 'initialize'; priority: 'low' },
  ): void;
}

interface HttpAnswer {
  statusCode: number;
  body: unknown;
}

/**
 * Makes a client refuse successful answers that the service does not give: an empty body, a web page, a body that is no JSON object and no XML document, a
 * JSON object none of whose members the operation knows. The SDK reads all of those as "nothing is set", which would turn a broken endpoint into a verdict.
 *
 * @param roots by command, what the outermost tag of the XML answer contains, where nothing inside it is always there
 */
export function refuseForeignAnswers<Client extends { middlewareStack: unknown }>(
  client: Client,
  roots: Readonly<Record<string, string>> = {},
): Client {
  const stack = client.middlewareStack as Stack;
  const withMembers = new WeakSet<object>();
  stack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const result = await next(args);
        const answer = result.response as HttpAnswer;
        if (answer.statusCode >= 200 && answer.statusCode < 300) {
          const bytes = await readBody(answer.body);
          if (!isAwsDocument(bytes, roots[commandName] ?? '')) throw malformed('the endpoint did not answer as AWS does');
          if (isJsonWithMembers(bytes)) withMembers.add(answer);
          answer.body = bytes;
        }
        return result;
      },
    { name: 'refuseForeignDocuments', step: 'deserialize', priority: 'low' },
  );
  stack.add(
    (next) => async (args) => {
      const result = await next(args);
      const known = Object.entries(result.output).filter(([member]) => member !== '$metadata');
      if (withMembers.has(result.response as object) && known.every(([, value]) => value === undefined)) {
        throw malformed('the answer has members, but none that the operation knows');
      }
      return result;
    },
    { name: 'refuseForeignMembers', step: 'initialize', priority: 'low' },
  );
  return client;
}

/** Reads a body to its end, in the time that an answer may take: the SDK's own time-out covers only its beginning. */
async function readBody(body: unknown): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  const stream = body as Readable;
  const stop = () => stream.destroy(Object.assign(new Error('the answer stopped half-way'), { name: 'TimeoutError' }));
  const late = setTimeout(stop, timeouts.requestTimeout);
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream) chunks.push(chunk as Uint8Array);
    return Buffer.concat(chunks);
  } finally {
    clearTimeout(late);
  }
}

/** First byte of a CBOR map: major type 5, of any length. */
const isCborMap = (first: number): boolean => first >> 5 === 5;

function isAwsDocument(bytes: Uint8Array, root: string): boolean {
  const first = bytes[0];
  if (first === undefined) return false;
  if (isCborMap(first)) return true;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8').trimStart();
  return text.startsWith('{') || (text.startsWith('<') && isAwsXml(text, root));
}

/** Whether a document is a JSON object with at least one member that is not `null`. */
function isJsonWithMembers(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8').trimStart();
  if (!text.startsWith('{')) return false;
  try {
    return Object.values(JSON.parse(text) as object).some((value) => value !== null);
  } catch {
    return false;
  }
}
