import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { REPORT_PATH, returnPath } from './return-path';

describe('after the sign-in the visitor lands', () => {
  test.each([
    '/casetool/net-billing',
    '/casetool/net-billing?from=2026-04-01&to=2026-04-30&model=a%2Fb',
    '/casetool/other/page',
  ])('on the page that was asked for: %s', (next) => {
    expect(returnPath(next)).toBe(next);
  });

  test.each([
    [null],
    [undefined],
    [''],
    ['//evil'],
    ['///evil'],
    ['/\\evil'],
    ['\\\\evil'],
    ['https:evil'],
    ['https://evil'],
    ['https://own.invalid/casetool/net-billing'],
    ['javascript:alert(1)'],
    ['data:text/html,x'],
    ['\t//evil'],
    ['/\t/evil'],
    ['/casetool/\t//evil'],
    ['/casetool/\n..//evil'],
    [' /casetool/net-billing'],
    ['casetool/net-billing'],
    ['/casetool'],
    ['/casetool/..//evil'],
    ['/casetool/../..//evil'],
    ['/casetool/%2e%2e//evil'],
    ['/casetool/.%2E//evil'],
    ['/casetool/..\\..\\\\evil'],
    ['/casetool//evil'],
    ['/casetool/../other'],
    ['/casetool/login'],
    ['/casetool/login?next=/casetool/net-billing'],
    ['/casetool/net-billing/../login'],
    ['/casetool/api/logout'],
    ['/casetool/API/logout'],
    ['/Casetool/net-billing'],
    ['/casetool/\u202egnillib'],
  ])('on the report instead of %j', (next) => {
    expect(returnPath(next)).toBe(REPORT_PATH);
  });

  test('on a page of this very site, whatever is asked for', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '..',
      '.',
      '%2e',
      '%2f',
      '%5c',
      '\t',
      '\n',
      ':',
      '@',
      '#',
      '?',
      'evil',
      'casetool',
    );
    const hostile = fc.array(piece, { maxLength: 12 }).map((pieces) => `/casetool/${pieces.join('')}`);
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' }), fc.webUrl()), (next) => {
        const landed = new URL(returnPath(next), 'https://billing.example.com/casetool/login');
        expect(landed.origin).toBe('https://billing.example.com');
        expect(landed.pathname).toMatch(/^\/casetool\/(?!login(\/|$)|api(\/|$))/);
      }),
    );
  });
});
