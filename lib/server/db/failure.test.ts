import { expect, test } from 'vitest';
import { failureOf } from './failure';

/** As the driver throws what a server says. */
const serverError = (errno: number) => Object.assign(new Error('said by the server'), { errno });

test.each([
  ['MariaDB, where its connection was killed', 1927],
  ['Spider, whose data server is away', 12701],
  ['TiDB, whose storage is too busy', 9003],
  ['TiDB, whose TiFlash does not answer', 9012],
])('what %s says counts as a connection that broke', (_, errno) => {
  expect(failureOf(serverError(errno))).toBe('connection lost');
});

test.each([
  ['MariaDB', 1969],
  ['MySQL or TiDB', 3024],
])('a statement that %s ended at its limit was too slow', (_, errno) => {
  expect(failureOf(serverError(errno))).toBe('too slow');
});

test('a wrong statement is no failure of the database', () => {
  expect(failureOf(serverError(1064))).toBe('other');
});
