import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_USAGE } from './measures';
import type { UserListQuery } from './report-query';
import { UserBillings, UserDirectory } from './user-billings';
import { listUsers } from './user-list';
import { userUsageOf } from './user-usage';

type Row = readonly [id: number, email: string, costUsd?: bigint, operations?: bigint];

const billings = (rows: readonly Row[]) =>
  new UserBillings(
    new UserDirectory(rows.map(([id, email]) => ({ id, email }))),
    userUsageOf(
      rows.map(([userId, , costUsd = 0n, operations = 0n]) => ({
        userId,
        operation: 'text_analysis',
        usage: { ...NO_USAGE, costUsd, operations },
        lastActivity: null,
      })),
    ),
  );

const USERS = billings([
  [1, 'zoe@example.com', 5n, 9n],
  [2, 'Ann@example.com', 2n ** 60n, 1n],
  [3, 'b_b%@example.com', 5n, 9n],
  [4, 'carl\\🙂@example.com', -7n, 2n],
]);

const ids = (query: Partial<UserListQuery>) =>
  listUsers(USERS, { search: '', sort: 'cost', order: 'desc', page: null, ...query }).users.map(
    ({ id }) => id,
  );

describe('listUsers', () => {
  test('the most expensive first, ties by id', () => {
    expect(ids({})).toEqual([2, 1, 3, 4]);
  });

  test('the cheapest first, ties still by id', () => {
    expect(ids({ order: 'asc' })).toEqual([4, 1, 3, 2]);
  });

  test('by operations', () => {
    expect(ids({ sort: 'operations' })).toEqual([1, 3, 4, 2]);
  });

  test('by e-mail address, without regard to case', () => {
    expect(ids({ sort: 'email', order: 'asc' })).toEqual([2, 3, 4, 1]);
  });

  test.each([
    ['ANN', [2]],
    ['@EXAMPLE', [2, 1, 3, 4]],
    ['%', [3]],
    ['_', [3]],
    ['\\', [4]],
    ['🙂', [4]],
    ["' OR 1=1--", []],
  ])('finds %j literally', (search, found) => {
    expect(ids({ search })).toEqual(found);
  });

  test('a page is a part of the whole order, and says where it stands', () => {
    const list = listUsers(USERS, { search: '', sort: 'cost', order: 'desc', page: { number: 2, size: 3 } });
    expect(list.users.map(({ id }) => id)).toEqual([4]);
    expect(list.page).toEqual({ number: 2, size: 3, rows: 4, pages: 2 });
  });

  test('a page past the last is empty', () => {
    const list = listUsers(USERS, { search: '', sort: 'cost', order: 'desc', page: { number: 9, size: 3 } });
    expect(list).toMatchObject({ users: [], page: { number: 9, rows: 4, pages: 2 } });
  });

  test('no match is one empty page', () => {
    const list = listUsers(USERS, { search: 'nobody', sort: 'cost', order: 'desc', page: null });
    expect(list).toEqual({ users: [], page: { number: 1, size: 1, rows: 0, pages: 1 } });
  });

  test('the pages one after the other are the whole list', () => {
    const many = fc.array(fc.tuple(fc.string(), fc.bigInt(), fc.bigInt()), { maxLength: 40 });
    const sort = fc.constantFrom('cost' as const, 'operations' as const, 'email' as const);
    fc.assert(
      fc.property(
        many,
        sort,
        fc.constantFrom('asc' as const, 'desc' as const),
        fc.integer({ min: 1, max: 9 }),
        (rows, sort, order, size) => {
          const users = billings(rows.map(([email, cost, operations], id) => [id, email, cost, operations]));
          const whole = listUsers(users, { search: '', sort, order, page: null });
          const pages = Array.from({ length: Math.max(1, Math.ceil(users.length / size)) }, (_, index) =>
            listUsers(users, { search: '', sort, order, page: { number: index + 1, size } }),
          );
          expect(pages.flatMap((page) => page.users)).toEqual(whole.users);
          expect(pages[0]?.page.pages).toBe(pages.length);
        },
      ),
    );
  });
});
