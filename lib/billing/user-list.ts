import type { UserBilling } from './report';
import type { SortKey, SortOrder } from './report-parameters';
import type { UserListQuery } from './report-query';

/** The part of a report's users that a question asks for, and where it stands in the whole list. */
export interface UserList {
  readonly users: readonly UserBilling[];
  readonly page: {
    /** From 1. */
    readonly number: number;
    readonly size: number;
    /** Users that match the search, on all pages. */
    readonly rows: number;
    /** At least 1, so that "page 1 of 1" holds for an empty list. */
    readonly pages: number;
  };
}

/** Search, sort and page; a page past the last is empty. Ties go by user id, lowest first, in both orders. */
export function listUsers(users: readonly UserBilling[], query: UserListQuery): UserList {
  const found = sortUsers(findUsers(users, query.search), query.sort, query.order);
  const { number, size } = query.page ?? { number: 1, size: Math.max(1, found.length) };
  return {
    users: found.slice((number - 1) * size, number * size),
    page: { number, size, rows: found.length, pages: Math.max(1, Math.ceil(found.length / size)) },
  };
}

function findUsers(users: readonly UserBilling[], search: string): readonly UserBilling[] {
  if (search === '') return users;
  const part = search.toLowerCase();
  return users.filter(({ email }) => email.toLowerCase().includes(part));
}

function sortUsers(users: readonly UserBilling[], key: SortKey, order: SortOrder): UserBilling[] {
  const direction = order === 'asc' ? 1 : -1;
  // Each value is worked out once a user, not once a comparison.
  return users
    .map((user) => ({ user, value: SORT_VALUE[key](user) }))
    .sort((a, b) => direction * compare(a.value, b.value) || a.user.id - b.user.id)
    .map(({ user }) => user);
}

const SORT_VALUE = {
  cost: ({ usage }) => usage.costUsd,
  operations: ({ usage }) => usage.operations,
  email: ({ email }) => email.toLowerCase(),
} satisfies Record<SortKey, (user: UserBilling) => bigint | string>;

const compare = <T extends bigint | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
