import { describe, expect, test } from 'vitest';
import { hashPassword, parseScryptHash, passwordMatches } from './password';

const PASSWORD = 'correct horse battery staple';
/** scrypt of PASSWORD with N 1024, r 8, p 1: quick, for the tests. */
const QUICK = 'scrypt:1024:8:1:c2FsdHNhbHRzYWx0c2FsdA:bHXojks4sm1uMH4CDw9EcLZ_muyLxbYYc9xGzvNAnuQ';

describe('the password', () => {
  test.each([
    ['itself', PASSWORD, true],
    ['another', 'wrong horse battery staple', false],
    ['a part of it', PASSWORD.slice(0, -1), false],
    ['nothing', '', false],
  ])('that is kept as plain text matches %s: %s → %s', async (_what, given, expected) => {
    expect(await passwordMatches(given, PASSWORD)).toBe(expected);
  });

  test('that is kept as a hash matches itself alone', async () => {
    expect(await passwordMatches(PASSWORD, QUICK)).toBe(true);
    expect(await passwordMatches('wrong horse battery staple', QUICK)).toBe(false);
    expect(await passwordMatches(QUICK, QUICK)).toBe(false);
  });

  test('is hashed anew each time, and matches what came of it', async () => {
    const [one, two] = await Promise.all([hashPassword('पासवर्ड 🔑 long enough'), hashPassword(PASSWORD)]);
    expect(one).toMatch(/^scrypt:65536:8:2:[\w-]{22}:[\w-]{43}$/);
    expect(await passwordMatches('पासवर्ड 🔑 long enough', one)).toBe(true);
    expect(await passwordMatches(PASSWORD, one)).toBe(false);
    expect(await passwordMatches(PASSWORD, two)).toBe(true);
  }, 30_000);

  test('is checked for a few at a time, and for a bounded crowd', async () => {
    const answers = await Promise.allSettled(
      Array.from({ length: 60 }, () => passwordMatches(PASSWORD, QUICK)),
    );
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused).toHaveLength(28);
    expect(refused[0]).toMatchObject({ reason: { name: 'TooManyAttemptsError' } });
    expect(await passwordMatches(PASSWORD, QUICK)).toBe(true);
  });
});

describe('a hash is refused', () => {
  const salt = 'c2FsdHNhbHRzYWx0c2FsdA';
  const hash = 'A'.repeat(43);

  test.each([
    ['that is cut short', `scrypt:65536:8:2:${salt}`],
    ['whose N is no power of two', `scrypt:65535:8:2:${salt}:${hash}`],
    ['whose N is too small', `scrypt:512:8:2:${salt}:${hash}`],
    ['that wants more memory than is sensible', `scrypt:1048576:8:2:${salt}:${hash}`],
    ['without blocks', `scrypt:65536:0:2:${salt}:${hash}`],
    ['without lanes', `scrypt:65536:8:0:${salt}:${hash}`],
    ['with too many lanes', `scrypt:65536:8:99:${salt}:${hash}`],
    ['with a short salt', `scrypt:65536:8:2:c2FsdA:${hash}`],
    ['with a line break behind it', `scrypt:65536:8:2:${salt}:${hash}\n`],
  ])('%s', (_what, text) => {
    expect(parseScryptHash(text)).toBeNull();
  });
});
