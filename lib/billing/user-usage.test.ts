import { expect, test } from 'vitest';
import { NO_USAGE } from './measures';
import { totalOfUsers, type UsageOfUser, userUsageOf } from './user-usage';

const row = (userId: number, some: Partial<UsageOfUser> = {}): UsageOfUser => ({
  userId,
  operation: 'text_analysis',
  usage: { ...NO_USAGE, operations: 1n },
  lastActivity: null,
  ...some,
});

test('the rows of one user are one entry, and entries are in order of ids', () => {
  const usage = userUsageOf([row(10), row(9), row(10, { operation: 'video' }), row(100)]);
  expect([...usage.ids]).toEqual([9, 10, 100]);
  expect([...usage.measures.operations]).toEqual([1n, 2n, 1n]);
  expect([...usage.counts.text_analysis]).toEqual([1n, 1n, 1n]);
  expect([...usage.counts.other]).toEqual([0n, 1n, 0n]);
});

test('the newest of the dates is the last activity, and no date is none', () => {
  const at = (hour: string) => ({ lastActivity: `2026-04-01T${hour}:00:00.000Z` });
  const usage = userUsageOf([row(1, at('10')), row(1, at('12')), row(1, at('11')), row(1), row(2)]);
  expect([...usage.lastActivity]).toEqual([Date.parse('2026-04-01T12:00:00Z'), Number.NaN]);
});

test('sums past 63 bits keep every digit', () => {
  const most = row(1, { usage: { ...NO_USAGE, costUsd: 2n ** 63n - 1n } });
  const usage = userUsageOf([most, most, row(2)]);
  expect([...usage.measures.costUsd]).toEqual([2n ** 64n - 2n, 0n]);
  expect(totalOfUsers(usage).costUsd).toBe(2n ** 64n - 2n);
});
