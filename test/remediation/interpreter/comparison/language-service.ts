import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const server = fileURLToPath(new URL('node_modules/aws-ssm-document-language-service/dist/server.js', import.meta.url));

/** What AWS's language service has against a document. */
export interface Finding {
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
}

interface Diagnostics {
  readonly uri: string;
  readonly diagnostics: readonly { readonly range: { readonly start: { readonly line: number } }; readonly message: string }[];
}

const initialize = { jsonrpc: '2.0', id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } };

const uri = 'file:///runbook.ssm.yaml';

/** What the service complains of although Automation has it: its schema is older. The line must be about it. */
const knownGaps = [
  { message: /Valid values: "python3\.6"/, line: /python3\.11/ },
  { message: /Valid values: "String", "StringList"/, line: /AWS::(?:IAM::Role::Arn|S3::Bucket::Name)/ },
  { message: /^Property onCancel is not allowed\.$/, line: /onCancel/ },
];

/**
 * Lints an Automation runbook in YAML with AWS's own language service.
 *
 * @returns its findings, without those that come of its age
 */
export async function lintDocument(text: string): Promise<readonly Finding[]> {
  const lines = text.split('\n');
  const isGap = ({ line, message }: Finding): boolean =>
    knownGaps.some((gap) => gap.message.test(message) && gap.line.test(lines[line - 1] ?? ''));
  return (await allFindings(text)).filter((finding) => !isGap(finding));
}

/** Every finding of the service. */
export async function allFindings(text: string): Promise<readonly Finding[]> {
  const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  try {
    const send = (message: object): void => void child.stdin.write(framed(message));
    send(initialize);
    for await (const message of messagesOf(child.stdout)) {
      if (message.id === initialize.id) {
        send({ jsonrpc: '2.0', method: 'initialized', params: {} });
        send({
          jsonrpc: '2.0',
          method: 'textDocument/didOpen',
          params: { textDocument: { uri, languageId: 'ssm-yaml', version: 1, text } },
        });
      }
      if (message.method === 'textDocument/publishDiagnostics') return findingsOf(message.params as Diagnostics);
    }
    throw new Error('the language service ended without an answer');
  } finally {
    child.kill();
    await ended;
  }
}

const findingsOf = ({ diagnostics }: Diagnostics): readonly Finding[] =>
  diagnostics.map(({ range, message }) => ({ line: range.start.line + 1, message }));

function framed(message: object): string {
  const body = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

async function* messagesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Message> {
  let pending = Buffer.alloc(0);
  for await (const chunk of stream) {
    pending = Buffer.concat([pending, chunk]);
    for (let end = endOfMessage(pending); end !== undefined; end = endOfMessage(pending)) {
      yield JSON.parse(pending.subarray(pending.indexOf('\r\n\r\n') + 4, end).toString()) as Message;
      pending = pending.subarray(end);
    }
  }
}

function endOfMessage(pending: Buffer): number | undefined {
  const header = /^Content-Length: (\d+)/m.exec(pending.toString('latin1'));
  const start = pending.indexOf('\r\n\r\n') + 4;
  const end = start + Number(header?.[1]);
  return header !== null && start >= 4 && pending.length >= end ? end : undefined;
}
