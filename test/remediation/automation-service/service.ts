import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { documents } from '../../../remediation/documents.ts';
import { documentNameOf } from '../../../remediation/runbook.ts';
import { rendered } from '../../../src/generate/automation-document.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { parameterValues } from '../interpreter/parameters.ts';
import { parseDocument } from '../interpreter/parse-document.ts';
import { AutomationExecution } from './automation-execution.ts';
import { Refused } from './refused.ts';
import { requestProblem, ssmModel } from './ssm-model.ts';

/** Who calls, and in which Region. */
interface Caller {
  readonly account: string;
  readonly principal: string;
  readonly region: string;
}

interface Refusal {
  readonly operation: string;
  readonly code: string;
  readonly message: string;
  /** How many calls go through before; none when left out. */
  readonly after?: number;
  /** How many calls are refused; every call when left out. */
  readonly times?: number;
}

type Request = Readonly<Record<string, unknown>>;
type Operation = (request: Request, caller: Caller) => object | undefined;

/**
 * Serves Systems Manager, for tests: Automation by running documents in the interpreter against an emulator, every other operation by the emulator.
 * `AWS_ENDPOINT_URL_SSM` points an SDK at it.
 */
export async function startAutomationService(emulator: Emulator) {
  const model = await ssmModel();
  const deployed = new Map<string, string>();
  const executions = new Map<string, AutomationExecution>();
  const tokens = new Map<string, string>();
  const refusals: { operation: string; code: string; message: string; times: number; after: number }[] = [];
  const settings = { stepsShown: 100 };

  const operations: Readonly<Record<string, Operation>> = {
    StartAutomationExecution({ DocumentName, Parameters = {}, ClientToken }, caller) {
      const known = typeof ClientToken === 'string' ? tokens.get(ClientToken) : undefined;
      if (known !== undefined) return { AutomationExecutionId: known };
      const started = startOf(DocumentName as string, Parameters as AutomationExecution['started']['parameters'], caller);
      const execution = new AutomationExecution(started, emulator);
      executions.set(execution.id, execution);
      if (typeof ClientToken === 'string') tokens.set(ClientToken, execution.id);
      void execution.run();
      return { AutomationExecutionId: execution.id };
    },
    GetAutomationExecution: ({ AutomationExecutionId }, caller) => ({
      AutomationExecution: executionOf(AutomationExecutionId, caller).shown(settings.stepsShown),
    }),
    DescribeAutomationStepExecutions({ AutomationExecutionId, NextToken = '0' }, caller) {
      const { steps } = executionOf(AutomationExecutionId, caller);
      const from = Number(NextToken);
      const to = from + Math.min(settings.stepsShown, 50);
      return { StepExecutions: steps.slice(from, to), ...(to < steps.length && { NextToken: String(to) }) };
    },
    SendAutomationSignal({ AutomationExecutionId, SignalType }, caller) {
      if (SignalType !== 'Approve' && SignalType !== 'Reject')
        throw new Refused('InvalidAutomationSignalException', `the tests send no ${String(SignalType)}`);
      executionOf(AutomationExecutionId, caller).decide(caller.principal, SignalType);
      return undefined;
    },
    StopAutomationExecution({ AutomationExecutionId }, caller) {
      executionOf(AutomationExecutionId, caller).stop();
      return undefined;
    },
  };

  function startOf(documentName: string, parameters: AutomationExecution['started']['parameters'], caller: Caller) {
    const source = deployed.get(documentName);
    if (source === undefined)
      throw new Refused('AutomationDefinitionNotFoundException', `Automation document ${documentName} does not exist`);
    const document = parseDocument(source);
    try {
      parameterValues(document.parameters ?? {}, parameters);
    } catch (error) {
      throw new Refused('InvalidAutomationExecutionParametersException', (error as Error).message);
    }
    return { ...caller, documentName, text: source, document, parameters };
  }

  function executionOf(id: unknown, { account, region }: Caller): AutomationExecution {
    const found = executions.get(id as string);
    if (found?.started.account !== account || found.started.region !== region)
      throw new Refused('AutomationExecutionNotFoundException', `Automation execution ${String(id)} does not exist`);
    return found;
  }

  function refuseAsOrdered(operation: string): void {
    const refusal = refusals.find((each) => each.operation === operation && each.times > 0);
    if (!refusal) return;
    if (refusal.after > 0) refusal.after -= 1;
    else {
      refusal.times -= 1;
      throw new Refused(refusal.code, refusal.message);
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const name = String(request.headers['x-amz-target']).replace('AmazonSSM.', '');
    const operation = operations[name];
    if (!operation) return forward(emulator.url, request, body, response);
    try {
      refuseAsOrdered(name);
      const input = JSON.parse(body) as Request;
      const problem = requestProblem(model, name, input);
      if (problem !== undefined) throw new Refused('ValidationException', problem);
      const result = operation(input, await callerOf(emulator, request));
      send(response, 200, result === undefined ? '' : JSON.stringify(result));
    } catch (error) {
      const [code, message] = error instanceof Refused ? [error.code, error.message] : ['InternalServerError', String(error)];
      send(response, code === 'InternalServerError' ? 500 : 400, JSON.stringify({ __type: code, message }));
    }
  }

  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    /** The environment of a process that runs with credentials of this account. */
    environmentOf: (account: string) => ({ ...emulator.environmentOf(account), AWS_ENDPOINT_URL_SSM: url }),
    /** Deploys every runbook, in every account and Region. */
    async deployRunbooks(): Promise<void> {
      for (const document of documents) deployed.set(documentNameOf(document.runbook), await rendered(document));
    },
    /** Deploys a document under a name, in place of the one that is there. */
    deploy: (name: string, source: string) => void deployed.set(name, source),
    remove: (name: string) => void deployed.delete(name),
    /** Refuses calls of an operation from now on. */
    refuse: (refusal: Refusal) => void refusals.push({ after: 0, times: Infinity, ...refusal }),
    /** Everything that was started since the last {@link reset}. */
    executions: (): readonly AutomationExecution[] => [...executions.values()],
    /** How many steps an answer has at most. */
    showSteps: (most: number) => void (settings.stepsShown = most),
    reset(): void {
      deployed.clear();
      executions.clear();
      refusals.length = 0;
      settings.stepsShown = 100;
    },
    async stop(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const contentType = { 'Content-Type': 'application/x-amz-json-1.1' };

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, contentType).end(body);
}

async function forward(url: string, request: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
  const headers = Object.entries(request.headers).filter(([name]) => !['host', 'connection', 'content-length'].includes(name));
  const given = await fetch(url, { method: 'POST', headers: Object.fromEntries(headers) as Record<string, string>, body });
  send(response, given.status, await given.text());
}

/** By the emulator's STS, which knows users, roles and their sessions, and holds no signature against them. */
async function callerOf(emulator: Emulator, { headers }: IncomingMessage): Promise<Caller> {
  const [, accessKeyId = '', region = ''] = /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  const token = headers['x-amz-security-token'];
  const credentials = { accessKeyId, secretAccessKey: 'not-a-secret', ...(typeof token === 'string' && { sessionToken: token }) };
  const sts = new STSClient({ region, endpoint: emulator.url, credentials });
  const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
  sts.destroy();
  return { account: Account, principal: Arn, region };
}
