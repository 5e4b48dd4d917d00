import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidQueryError } from './invalid-query';
import { parseReportQuery } from './report-query';

const parse = (query: string) => parseReportQuery(new URLSearchParams(query));

function issuesOf(query: string) {
  try {
    parse(query);
  } catch (error) {
    if (error instanceof InvalidQueryError) return error.issues;
    throw error;
  }
  return [];
}

describe('parseReportQuery', () => {
  test('without parameters: all time, all calls, every user, the most expensive first', () => {
    expect(parse('')).toEqual({
      usage: { period: 'all-time', filters: { model: [], operation: [] } },
      users: { search: '', sort: 'cost', order: 'desc', page: null },
      asOf: null,
    });
  });

  test('reads every parameter', () => {
    const query =
      'from=2026-04-01&to=2026-04-30&search=ann%40&sort=email&page=2&pageSize=10' +
      '&model=b&model=a&model=b&operation=text_analysis&asOf=2026-05-01T00:00:00.000Z';
    expect(parse(query)).toEqual({
      usage: {
        period: { from: '2026-04-01', to: '2026-04-30' },
        filters: { model: ['a', 'b'], operation: ['text_analysis'] },
      },
      users: { search: 'ann@', sort: 'email', order: 'asc', page: { number: 2, size: 10 } },
      asOf: '2026-05-01T00:00:00.000Z',
    });
  });

  test('the order can be turned round', () => {
    expect(parse('sort=operations&order=asc').users).toMatchObject({ sort: 'operations', order: 'asc' });
  });

  test('a page without a size has 50 rows, a size without a page is of the first page', () => {
    expect(parse('page=3').users.page).toEqual({ number: 3, size: 50 });
    expect(parse('pageSize=7').users.page).toEqual({ number: 1, size: 7 });
  });

  test('a search is taken literally, white space too', () => {
    expect(parse('search=%25_%5C%27%20OR%201%3D1--').users.search).toBe("%_\\' OR 1=1--");
    expect(parse('search=%20a').users.search).toBe(' a');
  });

  test('a period of one day is one', () => {
    expect(parse('from=2026-04-01&to=2026-04-01').usage.period).toEqual({
      from: '2026-04-01',
      to: '2026-04-01',
    });
    expect(parse('to=2026-04-01').usage.period).toEqual({ from: null, to: '2026-04-01' });
  });

  test('a period can be given by its name', () => {
    expect(parse('period=this-month').usage.period).toBe('this-month');
  });

  test.each([
    ['from=2025-02-30', 'from'],
    ['to=2025-13-01', 'to'],
    ['from=0000-01-01', 'from'],
    ['from=', 'from'],
    ['from=2026-05-02&to=2026-05-01', 'from'],
    ['period=this-month&from=2026-05-01', 'period'],
    ['period=next-month', 'period'],
    ['period=', 'period'],
    ['page=-1', 'page'],
    ['page=0', 'page'],
    ['page=1e3', 'page'],
    ['page=0x10', 'page'],
    ['page=%207%20', 'page'],
    ['page=NaN', 'page'],
    ['page=', 'page'],
    ['pageSize=1001', 'pageSize'],
    ['page=9999999999', 'page'],
    ['page=1&page=2', 'page'],
    ['search=a&search=a', 'search'],
    ['sort=cost;DROP', 'sort'],
    ['sort=(select%20sleep(5))', 'sort'],
    ['sort=', 'sort'],
    ['order=up', 'order'],
    [`search=${'x'.repeat(8192)}`, 'search'],
    [`model=${'x'.repeat(101)}`, 'model'],
    ['asOf=yesterday', 'asOf'],
    ['nonsense=1', 'nonsense'],
    ['__proto__=1', '__proto__'],
    ['constructor=1', 'constructor'],
    ['FROM=2026-01-01', 'FROM'],
  ])('refuses %s and names %s', (query, path) => {
    const issues = issuesOf(query);
    expect(issues.map((issue) => issue.path)).toContain(path);
    for (const { message } of issues) expect(message).not.toBe('');
  });

  test('names every issue at once', () => {
    expect(issuesOf('page=0&sort=x&bogus=1').map(({ path }) => path)).toEqual(['bogus', 'sort', 'page']);
  });

  test('says in words what would be right', () => {
    expect(issuesOf('pageSize=0')).toEqual([
      { path: 'pageSize', message: 'must be a whole number from 1 to 1000' },
    ]);
    expect(issuesOf('sort=price')).toEqual([
      { path: 'sort', message: 'must be one of cost, operations, email' },
    ]);
  });

  test('any query string is either a question or an InvalidQueryError', () => {
    const name = fc.oneof(
      fc.constantFrom('from', 'to', 'search', 'sort', 'order', 'page', 'pageSize', 'model', 'asOf'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.string()), { maxLength: 5 }), (pairs) => {
        try {
          parseReportQuery(new URLSearchParams(pairs));
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidQueryError);
        }
      }),
    );
  });
});
