import { describe, expect, test } from 'vitest';
import { loggable } from './request-log.mjs';

describe('the log holds of a request', () => {
  test('its path, and what the question was', () => {
    expect(loggable('/casetool/api/net-billing?from=2026-04-01&sort=email&model=gemini-2.0-flash')).toEqual({
      path: '/casetool/api/net-billing',
      query: 'from=2026-04-01&sort=email&model=gemini-2.0-flash',
    });
  });

  test.each([
    ['a search for an address', '?search=asha%40example.com&page=2', 'search=…&page=2'],
    ['the way back, which has the search in it', '?next=%2Fx%3Fsearch%3Dasha', 'next=…'],
    ['an address where a model should be', '?model=asha%40example.com', 'model=…'],
    ['an address in the name of a parameter', '?asha%40example.com=1', '…'],
    ['a secret as a value without a name', '?=0123', '…'],
    ['a parameter of later times', '?user=17', 'user=…'],
  ])('nothing of %s', (_what, query, shown) => {
    expect(loggable(`/casetool/api/net-billing${query}`).query).toBe(shown);
  });

  test.each([
    ['/casetool/asha@example.com', '/casetool/…'],
    ['/casetool/asha%40example.com/x', '/casetool/…/x'],
    [`/${'a'.repeat(61)}`, '/…'],
    ['/_next/static/chunks/%5Broot%5D.js', '/_next/static/chunks/…'],
  ])('nothing of a part of the path that may be personal or a secret: %s', (url, path) => {
    expect(loggable(url)).toEqual({ path });
  });

  test('no more than fits into a line, however long the address is', () => {
    const parameters = Array.from({ length: 500 }, (_, n) => `model=m${n}`).join('&');
    const { path, query = '' } = loggable(`${'/a'.repeat(10_000)}?${parameters}`);
    expect(path.length).toBe(200);
    expect(query.length).toBeLessThanOrEqual(200);
  });
});
