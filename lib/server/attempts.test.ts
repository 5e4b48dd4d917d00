import { describe, expect, test } from 'vitest';
import { SignInAttempts, TokenBuckets } from './attempts';
import { TooManyAttemptsError } from './errors';

/** A clock that a test moves. */
const clockAt = (start: number) => {
  let now = start;
  return { read: () => now, forward: (ms: number) => (now += ms) };
};

/** How many attempts go through before one is refused, of at most `tries`. */
const letThrough = (tries: number, attempt: (index: number) => unknown): number => {
  for (let index = 0; index < tries; index++)
    try {
      attempt(index);
    } catch (error) {
      if (error instanceof TooManyAttemptsError) return index;
      throw error;
    }
  return tries;
};

describe('wrong passwords', () => {
  test('for one address are taken 10 times, from wherever they come', () => {
    const attempts = new SignInAttempts();
    expect(letThrough(20, (index) => attempts.start('a@example.com', `192.0.2.${index}`))).toBe(10);
  });

  test('from one peer are taken 15 times, for whichever address', () => {
    const attempts = new SignInAttempts();
    expect(letThrough(20, (index) => attempts.start(`${index}@example.com`, '192.0.2.1'))).toBe(15);
  });

  test('count for one address however it is written', () => {
    const attempts = new SignInAttempts();
    const spellings = ['a@example.com', 'A@Example.COM', ' a@example.com ', 'ａ@example.com'];
    const spell = (index: number) => spellings[index % spellings.length] ?? '';
    expect(letThrough(20, (index) => attempts.start(spell(index), `192.0.2.${index}`))).toBe(10);
  });

  test('for one address leave the others alone', () => {
    const attempts = new SignInAttempts();
    letThrough(20, (index) => attempts.start('a@example.com', `192.0.2.${index}`));
    expect(() => attempts.start('b@example.com', '192.0.2.99')).not.toThrow();
  });

  test('are granted again with time: one a minute', () => {
    const clock = clockAt(0);
    const attempts = new SignInAttempts(clock.read);
    const tryAt = (index: number) => attempts.start('a@example.com', `192.0.2.${index}`);
    letThrough(20, tryAt);
    expect(() => tryAt(100)).toThrow(expect.objectContaining({ retryAfterSeconds: 60 }));
    clock.forward(59_000);
    expect(() => tryAt(101)).toThrow(expect.objectContaining({ retryAfterSeconds: 1 }));
    clock.forward(1_000);
    expect(letThrough(20, (index) => tryAt(110 + index))).toBe(1);
    clock.forward(3_600_000);
    expect(letThrough(20, (index) => tryAt(130 + index))).toBe(10);
  });

  test('that are refused do not lengthen the wait', () => {
    const clock = clockAt(0);
    const attempts = new SignInAttempts(clock.read);
    const tryIt = () => attempts.start('a@example.com', '192.0.2.1');
    letThrough(20, tryIt);
    for (let index = 0; index < 100; index++) expect(tryIt).toThrow();
    clock.forward(60_000);
    expect(tryIt).not.toThrow();
  });

  test('that turn out right do not count', () => {
    const attempts = new SignInAttempts();
    expect(letThrough(50, () => attempts.start('a@example.com', '192.0.2.1').forgive())).toBe(50);
  });

  test('count from the start, so that many at the same time can not slip by', () => {
    const attempts = new SignInAttempts();
    const started = Array.from({ length: 10 }, () => attempts.start('a@example.com', '192.0.2.1'));
    expect(() => attempts.start('a@example.com', '192.0.2.1')).toThrow(TooManyAttemptsError);
    started[0]?.forgive();
    expect(() => attempts.start('a@example.com', '192.0.2.1')).not.toThrow();
  });

  test('are granted by a clock that runs backwards, too', () => {
    const clock = clockAt(1_000_000);
    const attempts = new SignInAttempts(clock.read);
    attempts.start('a@example.com', '192.0.2.1');
    clock.forward(-500_000);
    expect(() => attempts.start('a@example.com', '192.0.2.1')).not.toThrow();
  });
});

describe('the memory of attempts', () => {
  test('is bounded: what was used longest ago goes first', () => {
    const buckets = new TokenBuckets({ attempts: 1, refillMs: 1000 }, 3);
    for (const key of ['a', 'b', 'c', 'a', 'd']) buckets.take(key, 0);
    expect(buckets.size).toBe(3);
    expect(buckets.wait('b', 0)).toBe(0);
    expect(buckets.wait('a', 0)).toBeGreaterThan(0);
    expect(buckets.wait('d', 0)).toBe(1000);
  });

  test('keeps nothing of who has all attempts left', () => {
    const buckets = new TokenBuckets({ attempts: 2, refillMs: 1000 });
    buckets.take('a', 0);
    buckets.giveBack('a', 0);
    expect(buckets.size).toBe(0);
  });
});
