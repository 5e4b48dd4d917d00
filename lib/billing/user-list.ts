import type { UserListQuery } from './report-query';
import type { UserBilling, UserBillings } from './user-billings';

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
export function listUsers(users: UserBillings, query: UserListQuery): UserList {
  const found = findUsers(users, query);
  const { number, size } = query.page ?? { number: 1, size: Math.max(1, found.length) };
  return {
    users: Array.from(found.subarray((number - 1) * size, number * size), (position) => users.at(position)),
    page: { number, size, rows: found.length, pages: Math.max(1, Math.ceil(found.length / size)) },
  };
}

/** Everybody that the search finds, each made when it is taken. */
export function* everyUser(
  users: UserBillings,
  query: Pick<UserListQuery, 'search' | 'sort' | 'order'>,
): Generator<UserBilling> {
  for (const position of findUsers(users, query)) yield users.at(position);
}

function findUsers(
  users: UserBillings,
  { search, sort, order }: Pick<UserListQuery, 'search' | 'sort' | 'order'>,
): Uint32Array {
  const positions = users.inOrder(sort, order);
  const part = search.toLowerCase();
  return part === '' ? positions : positions.filter((position) => users.matches(position, part));
}
