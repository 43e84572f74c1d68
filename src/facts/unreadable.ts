/**
 * Why something could not be read.
 *
 * - `denied`: the caller may not read it.
 * - `throttled`: AWS still refused for volume after the SDK's retries.
 * - `unreachable`: no such endpoint, no connection, or no answer in time.
 * - `region-not-enabled`: the account has not opted in to the Region.
 * - `malformed`: the answer is not what the API documents.
 * - `failed`: any other error, such as a 5xx after the SDK's retries.
 * - `not-recorded`: the evidence does not hold it.
 */
export type Refusal = (typeof refusals)[number];

export const refusals = ['denied', 'throttled', 'unreachable', 'region-not-enabled', 'malformed', 'failed', 'not-recorded'] as const;

/** Something exists or does not, and nobody could tell: the opposite of an absent value, which is `undefined`. */
export class Unreadable extends Error {
  readonly refusal: Refusal;
  /** The error code AWS or the network gave, such as `AccessDeniedException`. Never its message, which can name people. */
  readonly code: string;

  constructor(what: string, refusal: Refusal, code: string, options?: ErrorOptions) {
    super(`${what} could not be read: ${refusal} (${code})`, options);
    this.refusal = refusal;
    this.code = code;
  }
}

const byCode: ReadonlyMap<string, Refusal> = new Map(
  Object.entries({
    denied: [
      'AccessDenied',
      'AccessDeniedException',
      'AllAccessDisabled',
      'ExpiredToken',
      'ExpiredTokenException',
      'ForbiddenException',
      'KMSAccessDeniedException',
      'NotAuthorized',
      'RequestExpired',
      'SignatureDoesNotMatch',
      'UnauthorizedOperation',
      'CredentialsProviderError',
    ],
    throttled: [
      'ThrottlingException',
      'Throttling',
      'ThrottledException',
      'TooManyRequestsException',
      'RequestLimitExceeded',
      'SlowDown',
      'LimitExceededException',
    ],
    unreachable: [
      'ECONNREFUSED',
      'ECONNRESET',
      'EHOSTUNREACH',
      'EAI_AGAIN',
      'ENETUNREACH',
      'ENOTFOUND',
      'ETIMEDOUT',
      'TimeoutError',
      'ERR_INVALID_URL',
    ],
    'region-not-enabled': [
      'InvalidClientTokenId',
      'OptInRequired',
      'UnrecognizedClientException',
      'InvalidAccessKeyId',
      'IllegalLocationConstraintException',
    ],
    malformed: ['MalformedAnswer', 'SyntaxError', 'TypeError', 'RangeError', 'ParserError'],
  } satisfies Partial<Record<Refusal, string[]>>).flatMap(([refusal, codes]) => codes.map((code) => [code, refusal as Refusal])),
);

/** Turns whatever an SDK call threw into an {@link Unreadable}, keeping it as the cause. */
export function unreadable(what: string, error: unknown): Unreadable {
  if (error instanceof Unreadable) return error;
  const { name, code, status } = describeError(error);
  const refusal = byCode.get(code) ?? byCode.get(name) ?? byStatus(status);
  return new Unreadable(what, refusal, byCode.has(code) ? code : name, { cause: error });
}

function byStatus(status: number | undefined): Refusal {
  // The SDK could not make sense of a successful answer.
  if (status !== undefined && status >= 200 && status < 300) return 'malformed';
  if (status === 403 || status === 401) return 'denied';
  if (status === 429) return 'throttled';
  return 'failed';
}

/** The parts of an SDK or network error that tell what kind of error it is. */
export function describeError(error: unknown): { name: string; code: string; status: number | undefined } {
  if (!(error instanceof Error)) return { name: 'Error', code: '', status: undefined };
  const { code, $metadata, $response } = error as {
    code?: unknown;
    $metadata?: { httpStatusCode?: number };
    $response?: { statusCode?: number };
  };
  return {
    name: error.name,
    code: typeof code === 'string' ? code : '',
    status: $metadata?.httpStatusCode ?? $response?.statusCode,
  };
}

/** The outcome of a read that may fail without spoiling what is already known. */
export type Attempt<Value> = { readonly value: Value } | { readonly unreadable: Unreadable };

/** Does what may need an unreadable fact and keeps the {@link Unreadable} as an answer; any other error still flies. */
export function attempt<Value>(work: () => Value): Attempt<Value> {
  try {
    return { value: work() };
  } catch (error) {
    if (error instanceof Unreadable) return { unreadable: error };
    throw error;
  }
}

/** {@link attempt} for what takes time. */
export async function attemptTo<Value>(work: Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { value: await work };
  } catch (error) {
    if (error instanceof Unreadable) return { unreadable: error };
    throw error;
  }
}
