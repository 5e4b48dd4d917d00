import { describe, expect, test } from 'vitest';
import type { CallsJson } from './calls-json';
import { parseCallsQuery } from './calls-query';
import {
  callsFile,
  callsQuestion,
  callsTitle,
  callsWithoutPage,
  readCalls,
  withCalls,
  withCallsPage,
} from './calls-view';

const address = (query: string) => new URLSearchParams(query);
const question = (text: string) => parseCallsQuery(address(text.split('?')[1] ?? ''));
const open = (of: URLSearchParams) => readCalls(of) ?? address('');

describe('the calls that an address has open', () => {
  test('are none, all of the report, or narrower', () => {
    expect(readCalls(address('model=a'))).toBeNull();
    expect(String(readCalls(withCalls(address('model=a'), {})))).toBe('');
    expect(String(readCalls(withCalls(address(''), { user: 42 })))).toBe('user=42');
  });

  test('leave the rest of the address as it was, and are closed without a trace', () => {
    const view = address('period=this-month&page=2');
    expect(String(withCalls(withCalls(view, { user: 42 }), null))).toBe(String(view));
  });

  test('are turned to another page, and back to the first', () => {
    const second = withCallsPage(withCalls(address(''), { user: 42 }), 2);
    expect(String(readCalls(second))).toBe('user=42&page=2');
    expect(String(readCalls(withCallsPage(second, 1)))).toBe('user=42');
    expect(callsWithoutPage(open(second))).toBe('user=42');
  });
});

describe('their question', () => {
  test('has the period and the filters of the report, and nothing of its list', () => {
    const view = withCalls(address('period=this-month&model=a&search=x&page=3&trendBy=user'), { user: 42 });
    expect(question(callsQuestion(view, open(view), null))).toMatchObject({
      usage: { period: 'this-month', filters: { model: ['a'], operation: [] } },
      users: [42],
      page: { number: 1, size: 50 },
    });
  });

  test('narrows by what was pressed in place of the filter: it lay within it', () => {
    const view = withCalls(address('model=a&model=b&operation=c'), { model: 'b', operation: '' });
    expect(question(callsQuestion(view, open(view), null)).usage.filters).toEqual({
      model: ['b'],
      operation: [''],
    });
  });

  test('of the days of a bar takes the place of the period', () => {
    const view = withCalls(address('period=this-month'), { from: '2026-11-02', to: '2026-11-02' });
    expect(question(callsQuestion(view, open(view), null)).usage.period).toEqual({
      from: '2026-11-02',
      to: '2026-11-02',
    });
  });

  test('for a file is of all pages', () => {
    const view = withCallsPage(withCalls(address(''), { unpriced: '1' }), 7);
    const file = callsFile(view, open(view), '2026-11-20T11:00:00.000Z');
    expect(file).toMatch(/^\/casetool\/api\/net-billing\/export\/calls\?/);
    expect(question(file)).toMatchObject({
      unpriced: true,
      page: { number: 1 },
      asOf: '2026-11-20T11:00:00.000Z',
    });
  });
});

test.each([
  ['', 'All calls'],
  ['unpriced=1', 'Unpriced calls'],
  ['user=42', 'ann@example.com'],
  ['user=7', 'User 7'],
  ['model=m&operation=text_analysis', 'm, Text analysis'],
  ['from=2026-11-02&to=2026-11-02', 'All calls'],
])('calls of %j are called %s', (calls, title) => {
  const answer = { calls: [{ user_id: 42, email: 'ann@example.com' }] } as unknown as CallsJson;
  expect(callsTitle(address(calls), answer)).toBe(title);
});
