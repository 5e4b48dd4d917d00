import { expect, test } from 'vitest';
import { UserBillings, UserDirectory } from '@/lib/billing/user-billings';
import { userUsageOf } from '@/lib/billing/user-usage';
import { type RecentUsage, RecentUsages } from './recent-usage';

const usageOf = (users: number): RecentUsage => ({
  users: new UserBillings(
    new UserDirectory(Array.from({ length: users }, (_, id) => ({ id, email: `u${id}@example.com` }))),
    userUsageOf([]),
  ),
  usageOfModels: [],
});

test('finds what was read for a question, in the state of the engine that it was read in, and in no other', () => {
  const recent = new RecentUsages();
  const usage = usageOf(1);
  recent.keep('all', '7', usage);
  expect(recent.find('all', '7')).toBe(usage);
  expect(recent.find('all', '8')).toBeNull();
  expect(recent.find('one model', '7')).toBeNull();
});

test('keeps 64 questions, and lets go of the one that was not asked for longest', () => {
  const recent = new RecentUsages();
  for (let n = 0; n < 64; n++) recent.keep(`${n}`, '7', usageOf(1));
  recent.find('0', '7');
  recent.keep('64', '7', usageOf(1));
  expect(recent.find('0', '7')).not.toBeNull();
  expect(recent.find('1', '7')).toBeNull();
});

test('bounds the memory by the number of users, but always keeps the newest', () => {
  const recent = new RecentUsages();
  recent.keep('a', '7', usageOf(600_000));
  recent.keep('b', '7', usageOf(500_000));
  expect(recent.find('a', '7')).toBeNull();
  expect(recent.find('b', '7')).not.toBeNull();
});
