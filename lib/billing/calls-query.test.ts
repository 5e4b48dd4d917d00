import { describe, expect, test } from 'vitest';
import { parseCallsQuery } from './calls-query';
import { InvalidQueryError } from './invalid-query';

const parse = (query: string) => parseCallsQuery(new URLSearchParams(query));

function pathsOfIssues(query: string): string[] {
  try {
    parse(query);
    return [];
  } catch (error) {
    if (error instanceof InvalidQueryError) return error.issues.map(({ path }) => path);
    throw error;
  }
}

test('without parameters: the 50 newest of all calls', () => {
  expect(parse('')).toEqual({
    usage: { period: 'all-time', filters: { model: [], operation: [] } },
    users: [],
    unpriced: false,
    order: 'desc',
    page: { number: 1, size: 50 },
    asOf: null,
  });
});

test('reads every parameter, of users several', () => {
  expect(
    parse(
      'period=this-month&model=b&operation=c&user=42&user=7&user=42&unpriced=1&order=asc&page=3&pageSize=1000' +
        '&asOf=2026-05-01T00:00:00.000Z',
    ),
  ).toEqual({
    usage: { period: 'this-month', filters: { model: ['b'], operation: ['c'] } },
    users: [7, 42],
    unpriced: true,
    order: 'asc',
    page: { number: 3, size: 1000 },
    asOf: '2026-05-01T00:00:00.000Z',
  });
});

describe('refuses, naming the parameter', () => {
  test.each([
    ['user=', 'user'],
    ['user=1%20OR%201', 'user'],
    ['user=-1', 'user'],
    ['user=1e3', 'user'],
    [`user=${'9'.repeat(16)}`, 'user'],
    [Array.from({ length: 101 }, (_, id) => `user=${id}`).join('&'), 'user'],
    ['unpriced=0', 'unpriced'],
    ['unpriced=1&unpriced=1', 'unpriced'],
    ['order=newest', 'order'],
    ['page=0', 'page'],
    ['pageSize=1001', 'pageSize'],
    ['search=ann', 'search'],
    ['sort=cost', 'sort'],
  ])('%s', (query, path) => expect(pathsOfIssues(query)).toEqual([path]));
});
