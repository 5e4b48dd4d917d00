import { describe, expect, test, vi } from 'vitest';
import { SharedComputations } from './shared-computation';

/** A computation that the test ends by hand. */
function controlled() {
  let resolve: (value: string) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const compute = vi.fn(
    (_signal: AbortSignal) =>
      new Promise<string>((yes, no) => {
        resolve = yes;
        reject = no;
      }),
  );
  return { compute, resolve: (value: string) => resolve(value), reject: (error: Error) => reject(error) };
}

describe('equal questions', () => {
  test('at the same time are computed once', async () => {
    const { compute, resolve } = controlled();
    const shared = new SharedComputations<string>();
    const answers = [shared.share('q', compute), shared.share('q', compute)];
    resolve('answer');
    expect(await Promise.all(answers)).toEqual(['answer', 'answer']);
    expect(compute).toHaveBeenCalledTimes(1);
  });

  test('one after the other are computed anew', async () => {
    const compute = vi.fn(async () => 'answer');
    const shared = new SharedComputations<string>();
    await shared.share('q', compute);
    await shared.share('q', compute);
    expect(compute).toHaveBeenCalledTimes(2);
  });

  test('share a failure, and the next one tries again', async () => {
    const { compute, reject } = controlled();
    const shared = new SharedComputations<string>();
    const answers = [shared.share('q', compute), shared.share('q', compute)];
    reject(new Error('down'));
    for (const answer of answers) await expect(answer).rejects.toThrow('down');
    expect(await shared.share('q', async () => 'up')).toBe('up');
  });
});

test('different questions are computed side by side', async () => {
  const compute = vi.fn(async () => 'answer');
  const shared = new SharedComputations<string>();
  await Promise.all([shared.share('p', compute), shared.share('q', compute)]);
  expect(compute).toHaveBeenCalledTimes(2);
});

describe('who leaves early', () => {
  test('does not disturb those who wait', async () => {
    const { compute, resolve } = controlled();
    const shared = new SharedComputations<string>();
    const leaving = new AbortController();
    shared.share('q', compute, leaving.signal).catch(() => {});
    const staying = shared.share('q', compute);
    leaving.abort();
    expect(compute.mock.calls[0]?.[0].aborted).toBe(false);
    resolve('answer');
    expect(await staying).toBe('answer');
  });

  test('as the last one ends the computation, and who comes then starts another', () => {
    const { compute } = controlled();
    const shared = new SharedComputations<string>();
    const leaving = new AbortController();
    shared.share('q', compute, leaving.signal).catch(() => {});
    leaving.abort();
    expect(compute.mock.calls[0]?.[0].aborted).toBe(true);
    shared.share('q', compute).catch(() => {});
    expect(compute).toHaveBeenCalledTimes(2);
  });

  test('before asking has nothing computed for longer', () => {
    const { compute } = controlled();
    const shared = new SharedComputations<string>();
    shared.share('q', compute, AbortSignal.abort()).catch(() => {});
    expect(compute.mock.calls[0]?.[0].aborted).toBe(true);
  });
});
