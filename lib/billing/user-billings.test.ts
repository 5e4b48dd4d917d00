import { describe, expect, test } from 'vitest';
import { NO_USAGE } from './measures';
import { largest, UserBillings, UserDirectory } from './user-billings';
import { userUsageOf } from './user-usage';

const usageOf = (userId: number, costUsd: bigint, operations = 1n) => ({
  userId,
  operation: 'image_generation',
  usage: { ...NO_USAGE, costUsd, operations },
  lastActivity: '2026-04-01T10:00:00.000Z',
});

/** Users 1, 5 and 7 are registered; 3 and 9 are gone. */
const USERS = new UserBillings(
  new UserDirectory([
    { id: 7, email: 'gil@example.com' },
    { id: 1, email: 'Ann@example.com' },
    { id: 5, email: 'eve@example.com' },
  ]),
  userUsageOf([usageOf(9, 4n), usageOf(3, 2n ** 60n), usageOf(5, 4n), usageOf(1, 8n, 0n)]),
);

describe('users with their bills', () => {
  test('are everybody registered and everybody with operations, by id', () => {
    expect([...USERS].map(({ id, email }) => [id, email])).toEqual([
      [1, 'Ann@example.com'],
      [3, '(deleted user 3)'],
      [5, 'eve@example.com'],
      [7, 'gil@example.com'],
      [9, '(deleted user 9)'],
    ]);
  });

  test('are active with at least one operation', () => {
    expect(USERS.active).toBe(3);
  });

  test('are found by their id', () => {
    expect([1, 2, 3, 7, 10].map((id) => USERS.emailOf(id))).toEqual([
      'Ann@example.com',
      null,
      '(deleted user 3)',
      'gil@example.com',
      null,
    ]);
  });

  test('have zeros where they called nothing', () => {
    expect(USERS.at(3)).toEqual({
      id: 7,
      email: 'gil@example.com',
      usage: NO_USAGE,
      operationCounts: { text_analysis: 0n, image_generation: 0n, image_enhancement: 0n, other: 0n },
      lastActivity: null,
    });
  });

  test('are in order of costs past 2^53, ties by id', () => {
    expect([...USERS.inOrder('cost', 'desc')].map((position) => USERS.idAt(position))).toEqual([
      3, 1, 5, 9, 7,
    ]);
  });
});

test('the largest are those with operations alone', () => {
  expect(largest(USERS, 'costUsd', 2).map((position) => USERS.idAt(position))).toEqual([3, 5]);
});
