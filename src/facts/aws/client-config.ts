import { malformed } from '../malformed.ts';
import type { ClientSettings } from './connection.ts';
import { isAwsXml } from './xml-answer.ts';

/** How long a connection may take to open and an answer to arrive, in milliseconds. */
const timeouts = { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true };

/** The configuration shared by all SDK clients. */
export function clientConfig({ region, credentials }: ClientSettings) {
  return { region, credentials, requestHandler: timeouts };
}

interface Context {
  /** Name of the SDK's command, such as `GetBucketVersioningCommand`. */
  readonly commandName?: string;
}
type Handler = (args: never) => Promise<{ response: unknown; output: never }>;
interface Stack {
  add(middleware: (next: Handler, context: Context) => Handler, options: { name: string; step: 'deserialize'; priority: 'low' }): void;
}

interface HttpAnswer {
  statusCode: number;
  headers: Readonly<Record<string, string>>;
  body: unknown;
}

/**
 * Makes a client refuse successful answers that no AWS service gives: one without a request id, an empty body, a web page, a body that is no JSON object
 * and no XML document. The SDK reads all of those as "nothing is set", which would turn a broken endpoint into a verdict.
 *
 * @param roots by command, what the outermost tag of the XML answer contains, where nothing inside it is always there
 */
export function refuseForeignAnswers<Client extends { middlewareStack: unknown }>(
  client: Client,
  roots: Readonly<Record<string, string>> = {},
): Client {
  (client.middlewareStack as Stack).add(
    (next, { commandName = '' }) =>
      async (args) => {
        const result = await next(args);
        const answer = result.response as HttpAnswer;
        if (answer.statusCode >= 200 && answer.statusCode < 300) {
          const bytes = await readBody(answer.body);
          if (!hasRequestId(answer) || !isAwsDocument(bytes, roots[commandName] ?? ''))
            throw malformed('the endpoint did not answer as AWS does');
          answer.body = bytes;
        }
        return result;
      },
    { name: 'refuseForeignAnswers', step: 'deserialize', priority: 'low' },
  );
  return client;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/get-request-ids.html */
function hasRequestId({ headers }: HttpAnswer): boolean {
  return Object.keys(headers).some((name) => /^x-amzn?-request-?id$/i.test(name));
}

async function readBody(body: unknown): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
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
