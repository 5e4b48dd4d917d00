import { afterEach, describe, expect, test, vi } from 'vitest';
import { explain, fetchReport, mayPass, ReportRequestError, type RequestFailure } from './report-request';

afterEach(() => vi.unstubAllGlobals());

function answer(body: string, init: ResponseInit = {}): void {
  vi.stubGlobal('fetch', async () => new Response(body, init));
}

const failureOf = async (question = '/casetool/api/net-billing'): Promise<RequestFailure> => {
  const error = await fetchReport(question).catch((thrown: unknown) => thrown);
  if (!(error instanceof ReportRequestError)) throw new Error('The question did not fail');
  return error.failure;
};

test('an answer is its data', async () => {
  answer('{"success":true,"data":{"generated_at":"2026-11-22T12:03:10Z"}}');
  expect(await fetchReport('/casetool/api/net-billing')).toEqual({ generated_at: '2026-11-22T12:03:10Z' });
});

describe('a question fails', () => {
  test.each([
    [401, 'not-signed-in'],
    [403, 'not-admin'],
    [503, 'unavailable'],
    [504, 'too-slow'],
    [418, 'failed'],
  ])('with %i as %s', async (status, kind) => {
    answer('{"success":false,"error":"x"}', { status });
    expect((await failureOf()).kind).toBe(kind);
  });

  test('with every issue of a question that is refused', async () => {
    const issues = [{ path: 'sort', message: 'must be one of cost, operations, email' }];
    answer(JSON.stringify({ success: false, error: 'Invalid request', issues }), { status: 400 });
    expect(await failureOf()).toEqual({ kind: 'refused', issues });
  });

  test('with the id under which the log has the cause', async () => {
    answer('{"success":false,"error":"x"}', { status: 500, headers: { 'x-request-id': 'd0c5' } });
    const failure = await failureOf();
    expect(failure).toEqual({ kind: 'failed', requestId: 'd0c5' });
    expect(explain(failure).advice).toContain('under d0c5');
  });

  test.each([
    '<html>Bad gateway</html>',
    '{"success":true,"data":{"summ',
    'null',
    '"text"',
    '{"success":false}',
  ])('where the answer is no report: %s', async (body) => {
    answer(body);
    expect((await failureOf()).kind).toBe('failed');
  });

  test('for want of a server, and for want of a connection', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    vi.stubGlobal('navigator', { onLine: true });
    expect((await failureOf()).kind).toBe('unreachable');
    vi.stubGlobal('navigator', { onLine: false });
    expect((await failureOf()).kind).toBe('offline');
  });
});

test('only what may pass by itself is asked again by itself', () => {
  const passes = (failure: RequestFailure) => mayPass(new ReportRequestError(failure));
  expect(passes({ kind: 'unavailable' })).toBe(true);
  expect(passes({ kind: 'offline' })).toBe(true);
  expect(passes({ kind: 'too-slow' })).toBe(false);
  expect(passes({ kind: 'refused', issues: [] })).toBe(false);
  expect(passes({ kind: 'not-signed-in' })).toBe(false);
});

test('an address that is refused is explained by the names in it', () => {
  const issues = [
    { path: 'sort', message: 'must be one of cost, operations, email' },
    { path: 'colour', message: 'is not a parameter of this report' },
  ];
  expect(explain({ kind: 'refused', issues }).advice).toBe(
    '“sort” must be one of cost, operations, email; “colour” is not a parameter of this report.',
  );
});
