import { StepFailure } from './failures.ts';
import { toRequest } from './request.ts';
import { findOperation, type SdkClient, type SdkClientClass } from './sdk.ts';
import { isMap } from './value.ts';

/** What an API step does, in its inputs, besides the inputs of the operation. */
export interface ApiInputs {
  readonly Service: string;
  readonly Api: string;
  readonly [input: string]: unknown;
}

/** Who carries out API calls, and who is told of them. */
export interface Caller {
  client(ClientClass: SdkClientClass): SdkClient;
  called(service: string, api: string): void;
  readonly signal: AbortSignal;
}

/**
 * Calls an operation.
 *
 * @returns the response as AWS documents it for the operation
 * @throws StepFailure with the service's error, as the SDK for Python words it; whatever is no answer of the service flies as it is
 */
export async function callApi({ Service, Api, ...inputs }: ApiInputs, caller: Caller): Promise<Readonly<Record<string, unknown>>> {
  const operation = await findOperation(Service, Api);
  if (operation === undefined) throw new Error(`${Service} has no operation ${Api}`);
  const request = asStepFailure(Api, () => toRequest(inputs, operation.inputSchema));
  const client = caller.client(operation.ClientClass);
  caller.called(Service, Api);
  try {
    const response = await client.send(new operation.Command(request), { abortSignal: caller.signal });
    const { $metadata: _metadata, ...members } = response as Readonly<Record<string, unknown>>;
    return present(members) as Readonly<Record<string, unknown>>;
  } catch (error) {
    if (!(error instanceof Error && '$fault' in error)) throw error;
    throw new StepFailure(`An error occurred (${error.name}) when calling the ${Api} operation: ${error.message}`, { cause: error });
  }
}

function asStepFailure<Result>(api: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw new StepFailure(`${api}: ${(error as Error).message}`, { cause: error });
  }
}

/** Members that the response lacks are `undefined` in the SDK for JavaScript. */
function present(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(present);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, each]) => (each === undefined ? [] : [[key, present(each)]])));
}
