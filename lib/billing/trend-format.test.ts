import { describe, expect, test } from 'vitest';
import type { TrendFigures } from './trend-figures';
import {
  barInWords,
  formatAxisDate,
  formatBarDates,
  formatFigure,
  formatTick,
  spanInWords,
} from './trend-format';

describe('beside the axis', () => {
  test.each([
    [0, '$0'],
    [0.00025, '$0.00025'],
    [12.5, '$12.5'],
    [1200, '$1.2K'],
    [2_000_000, '$2M'],
    [-20, '−$20'],
  ])('%d USD is %s', (value, text) => expect(formatTick(value, 'usd')).toBe(text));

  test.each([
    [0, '₹0'],
    [500, '₹500'],
    [50_000, '₹50,000'],
    [120_000, '₹1.2L'],
    [30_000_000, '₹3Cr'],
    [-200_000, '−₹2L'],
  ])('%d INR is %s', (value, text) => expect(formatTick(value, 'inr')).toBe(text));

  test.each([
    [5, '5'],
    [1500, '1.5K'],
    [25_000_000, '25M'],
  ])('%d tokens are %s', (value, text) => expect(formatTick(value, 'tokens')).toBe(text));
});

test('a figure has the money’s digits, or none', () => {
  expect(formatFigure(1234.5, 'usd')).toBe('$1,234.50');
  expect(formatFigure(1234567.89, 'inr')).toBe('₹12,34,567.89');
  expect(formatFigure(1234567, 'tokens')).toBe('1,234,567');
});

describe('dates', () => {
  test('a day and a week begin with their first day, a month is its name', () => {
    expect(formatAxisDate('2026-11-09', 'day')).toBe('9 Nov');
    expect(formatAxisDate('2026-11-09', 'week')).toBe('9 Nov');
    expect(formatAxisDate('2026-11-01', 'month')).toBe('Nov');
  });

  test.each([
    ['2026-11-09', '2026-11-09', '9 Nov 2026'],
    ['2026-11-09', '2026-11-15', '9 Nov 2026 – 15 Nov 2026'],
    ['2026-11-01', '2026-11-30', 'Nov 2026'],
    ['2024-02-01', '2024-02-29', 'Feb 2024'],
    ['2026-11-01', '2026-11-22', '1 Nov 2026 – 22 Nov 2026'],
    ['2026-10-01', '2026-11-30', '1 Oct 2026 – 30 Nov 2026'],
  ])('the bar from %s to %s is %s', (from, to, text) => expect(formatBarDates({ from, to })).toBe(text));

  test('a span is counted in bars', () => {
    expect(spanInWords({ first: 3, last: 5 }, 'day')).toBe('3 days');
    expect(spanInWords({ first: 3, last: 3 }, 'week')).toBe('1 week');
  });
});

describe('a bar in words', () => {
  const figures = {
    measure: 'usd',
    series: [
      { key: 'a', label: 'gemini-3-pro', total: 12 },
      { key: 'b', label: '<b>x</b>', total: 1 },
    ],
  } as unknown as TrendFigures;
  const bar = { from: '2026-11-12', to: '2026-11-12', running: false, values: [11.34, 1], total: 12.34 };

  test('has its dates, its total and each series', () => {
    expect(barInWords(bar, figures)).toBe('12 Nov 2026, $12.34 total: gemini-3-pro $11.34, <b>x</b> $1.00');
  });

  test('leaves out what is zero', () => {
    expect(barInWords({ ...bar, values: [0, 1], total: 1 }, figures)).toBe(
      '12 Nov 2026, $1.00 total: <b>x</b> $1.00',
    );
    expect(barInWords({ ...bar, values: [0, 0], total: 0 }, figures)).toBe('12 Nov 2026, $0.00 total');
  });

  test('says that it is not over', () => {
    expect(barInWords({ ...bar, running: true, values: [0, 0], total: 0 }, figures)).toBe(
      '12 Nov 2026, so far, $0.00 total',
    );
  });
});
