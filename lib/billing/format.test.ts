import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countOf,
  formatClock,
  formatCount,
  formatDay,
  formatInstant,
  formatMoney,
  formatMoneyExact,
  formatPeriod,
  formatPrice,
  formatShare,
  formatTimeAgo,
  formatZone,
} from './format';

describe('counts', () => {
  test('are grouped the western way', () => {
    expect(formatCount(0)).toBe('0');
    expect(formatCount(999)).toBe('999');
    expect(formatCount(1234567)).toBe('1,234,567');
  });

  test('name what they count', () => {
    expect(countOf(0, 'user')).toBe('0 users');
    expect(countOf(1, 'user')).toBe('1 user');
    expect(countOf(1234, 'user')).toBe('1,234 users');
    expect(countOf(2, 'entry', 'entries')).toBe('2 entries');
  });
});

describe('US dollars', () => {
  test('from a dollar on have cents and western grouping', () => {
    expect(formatMoney(1, 'USD')).toBe('$1.00');
    expect(formatMoney(1234.56, 'USD')).toBe('$1,234.56');
    expect(formatMoney(1234567.891234, 'USD')).toBe('$1,234,567.89');
  });

  test('under a dollar keep up to six decimals, at least the cents', () => {
    expect(formatMoney(0.000321, 'USD')).toBe('$0.000321');
    expect(formatMoney(0.999999, 'USD')).toBe('$0.999999');
    expect(formatMoney(0.5, 'USD')).toBe('$0.50');
    expect(formatMoney(0.039, 'USD')).toBe('$0.039');
  });

  test('round half up, by the decimal and not by its binary neighbour', () => {
    expect(formatMoney(1.005, 'USD')).toBe('$1.01');
    expect(formatMoney(8.345, 'USD')).toBe('$8.35');
    expect(formatMoney(-1.005, 'USD')).toBe('−$1.01');
  });

  test('are written exactly with all six decimals', () => {
    expect(formatMoneyExact(45.5, 'USD')).toBe('$45.500000');
    expect(formatMoneyExact(1234567.891234, 'USD')).toBe('$1,234,567.891234');
  });

  test('written exactly, are read back as the same amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e15, max: 1e15 }), (millionths) => {
        const amount = millionths / 1e6;
        const digits = formatMoneyExact(amount, 'USD').replace(/[$,]/g, '').replace('−', '-');
        expect(Number(digits)).toBe(amount);
      }),
    );
  });
});

describe('rupees', () => {
  test('are grouped the Indian way, with paise', () => {
    expect(formatMoney(1234567.89, 'INR')).toBe('₹12,34,567.89');
    expect(formatMoney(3796.75, 'INR')).toBe('₹3,796.75');
    expect(formatMoney(0.05, 'INR')).toBe('₹0.05');
    expect(formatMoneyExact(1234567.8, 'INR')).toBe('₹12,34,567.80');
  });
});

describe('money', () => {
  test('below zero has a minus sign, not a hyphen', () => {
    expect(formatMoney(-5, 'USD')).toBe('−$5.00');
    expect(formatMoney(-0.000001, 'USD')).toBe('−$0.000001');
    expect(formatMoney(-1234567.89, 'INR')).toBe('−₹12,34,567.89');
  });

  test('that is zero has no sign', () => {
    expect(formatMoney(0, 'USD')).toBe('$0.00');
    expect(formatMoney(-0, 'INR')).toBe('₹0.00');
    expect(formatMoneyExact(-0, 'USD')).toBe('$0.000000');
  });
});

test('a price says no more decimals than it has', () => {
  expect(formatPrice(12, 'USD')).toBe('$12');
  expect(formatPrice(0.4, 'USD')).toBe('$0.40');
  expect(formatPrice(0.039, 'USD')).toBe('$0.039');
  expect(formatPrice(0, 'USD')).toBe('$0');
  expect(formatPrice(83.5, 'INR')).toBe('₹83.50');
});

describe('a share', () => {
  test('is a percentage with one decimal', () => {
    expect(formatShare(0)).toBe('0.0%');
    expect(formatShare(0.1234)).toBe('12.3%');
    expect(formatShare(1)).toBe('100.0%');
    expect(formatShare(-0.25)).toBe('−25.0%');
  });

  test('that is not zero is never shown as zero', () => {
    expect(formatShare(0.0000004)).toBe('<0.1%');
    expect(formatShare(0.001)).toBe('0.1%');
  });
});

describe('an instant', () => {
  const instant = '2026-09-22T12:03:10Z';

  test('is told in the reporting zone, with its date', () => {
    expect(formatInstant(instant, 'Asia/Kolkata')).toBe('22 Sep 2026, 17:33:10 (Asia/Kolkata)');
    expect(formatDay('2026-09-22T20:00:00Z', 'Asia/Kolkata')).toBe('23 Sep 2026');
    expect(formatClock(instant, 'America/New_York')).toBe('08:03:10');
  });

  test('at midnight is 00:00, not 24:00', () => {
    expect(formatClock('2026-11-22T18:30:00Z', 'Asia/Kolkata')).toBe('00:00:00');
  });
});

test('a zone has a name in words and its identifier', () => {
  expect(formatZone('Asia/Kolkata')).toBe('India Standard Time (Asia/Kolkata)');
  expect(formatZone('America/New_York')).toBe('Eastern Time (America/New_York)');
  expect(formatZone('UTC')).toContain('UTC');
});

test('a period is told by its calendar dates, whatever zone the reader is in', () => {
  expect(formatPeriod({ from: null, to: null })).toBe('All time');
  expect(formatPeriod({ from: '2026-11-22', to: '2026-11-22' })).toBe('22 Nov 2026');
  expect(formatPeriod({ from: '2026-04-01', to: '2026-04-30' })).toBe('1 Apr 2026 – 30 Apr 2026');
  expect(formatPeriod({ from: '2026-04-01', to: null })).toBe('Since 1 Apr 2026');
  expect(formatPeriod({ from: null, to: '2026-04-30' })).toBe('Until 30 Apr 2026');
});

describe('how long ago', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');

  test.each([
    ['2026-11-22T11:59:30Z', 'just now'],
    ['2026-11-22T11:59:00Z', '1 minute ago'],
    ['2026-11-22T11:00:01Z', '59 minutes ago'],
    ['2026-11-22T09:00:00Z', '3 hours ago'],
    ['2026-11-21T12:00:00Z', '1 day ago'],
    ['2026-11-01T12:00:00Z', '21 days ago'],
    ['2026-08-22T12:00:00Z', '3 months ago'],
    ['2024-11-20T12:00:00Z', '2 years ago'],
  ])('%s was %s', (instant, words) => {
    expect(formatTimeAgo(instant, now)).toBe(words);
  });

  test('a clock that is a little ahead is no surprise', () => {
    expect(formatTimeAgo('2026-11-22T12:00:20Z', now)).toBe('just now');
    expect(formatTimeAgo('2026-11-22T15:00:00Z', now)).toBe('in 3 hours');
  });
});
