import { describe, expect, it } from 'vitest';
import { absentOn } from '../../src/facts/absent.ts';
import { present } from '../../src/facts/present.ts';
import { attempt, attemptTo, unreadable, Unreadable } from '../../src/facts/unreadable.ts';

const failure = (name: string, members: object = {}) => Object.assign(new Error('secret message'), { name, ...members });

/** What throws this. */
const fly = (error: unknown) => (): never => {
  throw error;
};

describe('unreadable', () => {
  it.each([
    [failure('AccessDeniedException'), 'denied', 'AccessDeniedException'],
    [failure('SomethingNew', { $metadata: { httpStatusCode: 403 } }), 'denied', 'SomethingNew'],
    [failure('SomethingNew', { $metadata: { httpStatusCode: 401 } }), 'denied', 'SomethingNew'],
    [failure('SomethingNew', { $metadata: { httpStatusCode: 429 } }), 'throttled', 'SomethingNew'],
    [failure('SomethingNew', { $metadata: { httpStatusCode: 500 } }), 'failed', 'SomethingNew'],
    [failure('SomethingNew', { $metadata: { httpStatusCode: 404 } }), 'failed', 'SomethingNew'],
    [failure('Error', { $response: { statusCode: 200 } }), 'malformed', 'Error'],
    [failure('SlowDown', { $metadata: { httpStatusCode: 503 } }), 'throttled', 'SlowDown'],
    [failure('OptInRequired', { $metadata: { httpStatusCode: 403 } }), 'region-not-enabled', 'OptInRequired'],
    [failure('UnrecognizedClientException', { $metadata: { httpStatusCode: 403 } }), 'region-not-enabled', 'UnrecognizedClientException'],
    [failure('Error', { code: 'ENOTFOUND' }), 'unreachable', 'ENOTFOUND'],
    [failure('AggregateError', { code: 'ECONNREFUSED' }), 'unreachable', 'ECONNREFUSED'],
    [failure('TimeoutError'), 'unreachable', 'TimeoutError'],
    [failure('CredentialsProviderError'), 'denied', 'CredentialsProviderError'],
    [failure('SyntaxError'), 'malformed', 'SyntaxError'],
    [new RangeError('Invalid time value'), 'malformed', 'RangeError'],
    ['no error at all', 'failed', 'Error'],
  ] as const)('takes %o for %s (%s)', (error, refusal, code) => {
    expect(unreadable('the key', error)).toMatchObject({ refusal, code, cause: error });
  });

  it('says what, why and which code, and not what AWS said', () => {
    expect(unreadable('the key', failure('AccessDenied')).message).toBe('the key could not be read: denied (AccessDenied)');
  });

  it('leaves an unreadable as it is', () => {
    const first = new Unreadable('the role', 'throttled', 'Throttling');
    expect(unreadable('the key', first)).toBe(first);
  });
});

describe('absentOn', () => {
  it.each([failure('NoSuchThing'), failure('Error', { code: 'NoSuchThing' })])('takes %o for absent', async (error) => {
    expect(await absentOn(['NoSuchThing'], Promise.reject(error))).toBeUndefined();
  });

  it('lets every other error fly', async () => {
    const error = failure('NoSuchThingNow', { $metadata: { httpStatusCode: 404 } });
    await expect(absentOn(['NoSuchThing'], Promise.reject(error))).rejects.toBe(error);
  });

  it('passes an answer on', async () => {
    expect(await absentOn(['NoSuchThing'], Promise.resolve('answer'))).toBe('answer');
  });
});

describe('an attempt', () => {
  const refusal = new Unreadable('the role', 'denied', 'AccessDenied');
  it('keeps a value or an unreadable', async () => {
    expect(attempt(() => 1)).toEqual({ value: 1 });
    expect(attempt(fly(refusal))).toEqual({ unreadable: refusal });
    expect(await attemptTo(Promise.resolve(1))).toEqual({ value: 1 });
    expect(await attemptTo(Promise.reject(refusal))).toEqual({ unreadable: refusal });
  });

  it('lets every other error fly', async () => {
    const error = new Error('a mistake');
    expect(() => attempt(fly(error))).toThrow(error);
    await expect(attemptTo(Promise.reject(error))).rejects.toBe(error);
  });
});

describe('present', () => {
  it('leaves out what is undefined or null, and nothing else', () => {
    expect(present({ none: undefined, nothing: null, no: false, zero: 0, empty: '' })).toEqual({ no: false, zero: 0, empty: '' });
    expect(Object.keys(present({ none: undefined }))).toEqual([]);
  });
});
