import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseReportQuery } from './report-query';
import {
  choicesQuestion,
  isNarrowed,
  nextOrder,
  pageHref,
  pageQuestion,
  REPORT_API,
  readView,
  rowsOnPage,
  usageQuestion,
  usersFile,
  wholeFile,
  withFilter,
  withoutNarrowing,
  withPage,
  withSearch,
  withSort,
} from './report-view';

const address = (query: string) => new URLSearchParams(query);
const AS_OF = '2026-11-22T12:03:10.123Z';

describe('an address is read as a view', () => {
  test('which is the most expensive users of all time where it says nothing', () => {
    expect(readView(address(''))).toEqual({
      search: '',
      sort: 'cost',
      order: 'desc',
      page: 1,
      filters: { model: [], operation: [] },
    });
  });

  test('with every choice in it', () => {
    expect(
      readView(address('search=ana%40&sort=email&order=desc&page=3&model=a&model=b&operation=text_analysis')),
    ).toEqual({
      search: 'ana@',
      sort: 'email',
      order: 'desc',
      page: 3,
      filters: { model: ['a', 'b'], operation: ['text_analysis'] },
    });
  });

  test('whose order is the natural one of its sort', () => {
    expect(readView(address('sort=email')).order).toBe('asc');
    expect(readView(address('sort=operations')).order).toBe('desc');
  });

  test('and what the API would refuse is left out', () => {
    expect(readView(address('sort=cost;DROP&order=up&page=1e3'))).toMatchObject({
      sort: 'cost',
      order: 'desc',
      page: 1,
    });
  });
});

describe('a choice changes the address', () => {
  test('and leads back to the first page of another list', () => {
    const third = address('page=3');
    expect(String(withSearch(third, 'ana'))).toBe('search=ana');
    expect(String(withSort(third, 'email', 'asc'))).toBe('sort=email');
    expect(String(withFilter(third, 'model', ['a', 'b']))).toBe('model=a&model=b');
  });

  test('without writing what goes without saying', () => {
    expect(String(withPage(address('page=3'), 1))).toBe('');
    expect(String(withSort(address('sort=email&order=desc'), 'cost', 'desc'))).toBe('');
    expect(String(withSort(address(''), 'cost', 'asc'))).toBe('order=asc');
    expect(String(withSearch(address('search=ana'), ''))).toBe('');
  });

  test('and drops the white space around a pasted e-mail address', () => {
    expect(String(withSearch(address(''), ' ana@example.com\t'))).toBe('search=ana%40example.com');
  });

  test('and nothing else', () => {
    expect(String(withPage(address('from=2026-04-01&search=ana'), 2))).toBe(
      'from=2026-04-01&search=ana&page=2',
    );
    expect(String(withFilter(address('operation=x&model=a&search=ana'), 'model', []))).toBe(
      'operation=x&search=ana',
    );
  });

  test('back to everything, keeping the period and the order', () => {
    const narrowed = address('from=2026-04-01&model=a&operation=x&search=ana&page=2&sort=email');
    expect(isNarrowed(readView(narrowed))).toBe(true);
    expect(String(withoutNarrowing(narrowed))).toBe('from=2026-04-01&sort=email');
    expect(isNarrowed(readView(withoutNarrowing(narrowed)))).toBe(false);
  });
});

test('a view has one address on the page', () => {
  expect(pageHref(address(''))).toBe('/casetool/net-billing');
  expect(pageHref(address('model=a b'))).toBe('/casetool/net-billing?model=a+b');
});

describe('the question to the API', () => {
  test('is the address with 50 users a page', () => {
    expect(pageQuestion(address('search=ana&page=2'), null)).toBe(
      '/casetool/api/net-billing?search=ana&page=2&pageSize=50',
    );
  });

  test('keeps the figures of an earlier answer where it names one', () => {
    expect(asked(pageQuestion(address('page=2'), AS_OF)).asOf).toBe(AS_OF);
  });

  test('for a file of the whole report has the filters and every user, in the order of the view', () => {
    const { usage, users, asOf } = asked(
      wholeFile('report', address('model=a&search=ana&page=2&pageSize=10&sort=email'), AS_OF),
    );
    expect(usage.filters.model).toEqual(['a']);
    expect(users).toMatchObject({ search: '', sort: 'email', page: null });
    expect(asOf).toBe(AS_OF);
  });

  test('for a file of the listed users has the search as well', () => {
    expect(usersFile(address(''), AS_OF)).toMatch(/^\/casetool\/api\/net-billing\/export\/users\?/);
    expect(asked(usersFile(address('search=ana&page=2'), AS_OF)).users).toMatchObject({
      search: 'ana',
      page: null,
    });
  });

  test('has nothing of what the page alone shows', () => {
    const view = address('trendBy=user&calls=user%3D42&model=a');
    expect(pageQuestion(view, null)).toBe('/casetool/api/net-billing?model=a&pageSize=50');
    expect(usageQuestion(view)).toBe('model=a');
  });

  test('for the choices of the filters has the period and no filter', () => {
    expect(asked(choicesQuestion(address('from=2026-04-01&model=a&search=ana&page=2'))).usage).toEqual({
      period: { from: '2026-04-01', to: null },
      filters: { model: [], operation: [] },
    });
  });

  test('is understood by the API as the view that it came from', () => {
    fc.assert(
      fc.property(
        fc.record({
          search: fc.string({ unit: 'binary', maxLength: 100 }),
          sort: fc.constantFrom('cost', 'operations', 'email'),
          order: fc.constantFrom('asc', 'desc'),
          page: fc.integer({ min: 1, max: 999_999_999 }),
          model: fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 20 }), { maxLength: 5 }),
          operation: fc.uniqueArray(fc.string({ maxLength: 20 }), { maxLength: 5 }),
        }),
        ({ search, sort, order, page, model, operation }) => {
          const sorted = withSort(withSearch(address(''), search), sort, order);
          const chosen = withPage(
            withFilter(withFilter(sorted, 'model', model), 'operation', operation),
            page,
          );
          const view = readView(chosen);
          const { usage, users } = asked(pageQuestion(chosen, null));
          expect(users).toEqual({
            search: view.search,
            sort: view.sort,
            order: view.order,
            page: { number: view.page, size: 50 },
          });
          expect(usage.filters.model).toEqual([...view.filters.model].sort());
          expect(usage.filters.operation).toEqual([...view.filters.operation].sort());
        },
      ),
    );
  });
});

test('two views have the same figures when they differ in search, order and page alone', () => {
  expect(usageQuestion(address('model=a&search=ana&sort=email&order=desc&page=3'))).toBe('model=a');
  expect(usageQuestion(address('page=2'))).toBe(usageQuestion(address('')));
  expect(usageQuestion(address('from=2026-04-01'))).not.toBe(usageQuestion(address('')));
});

test("pressing a column's heading sorts by it, and pressing it again turns the order round", () => {
  expect(nextOrder(readView(address('')), 'email')).toBe('asc');
  expect(nextOrder(readView(address('')), 'operations')).toBe('desc');
  expect(nextOrder(readView(address('')), 'cost')).toBe('asc');
  expect(nextOrder(readView(address('sort=email')), 'email')).toBe('desc');
  expect(nextOrder(readView(address('sort=email&order=desc')), 'email')).toBe('asc');
});

test('a page knows which rows it has', () => {
  expect(rowsOnPage({ number: 1, size: 50, rows: 1234 })).toEqual({ first: 1, last: 50 });
  expect(rowsOnPage({ number: 25, size: 50, rows: 1234 })).toEqual({ first: 1201, last: 1234 });
  expect(rowsOnPage({ number: 26, size: 50, rows: 1234 })).toBeNull();
  expect(rowsOnPage({ number: 1, size: 50, rows: 0 })).toBeNull();
});

function asked(question: string) {
  const url = new URL(question, 'http://localhost');
  expect(url.pathname.startsWith(REPORT_API)).toBe(true);
  return parseReportQuery(url.searchParams);
}
