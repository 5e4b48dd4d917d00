import { describe, expect, test } from 'vitest';
import { formatDates, isRunning, periodInFull, periodTitle } from './period-words';

const NOVEMBER = {
  name: 'this-month',
  from: '2026-11-01',
  to: '2026-11-22',
  start: '2026-10-31T18:30:00Z',
  end: '2026-11-22T18:30:00Z',
  time_zone: 'Asia/Kolkata',
} as const;
const ALL_TIME = {
  name: 'all-time',
  from: null,
  to: null,
  start: null,
  end: null,
  time_zone: 'UTC',
} as const;

describe('dates', () => {
  test.each([
    ['2026-11-01', '2026-11-22', '1–22 Nov 2026'],
    ['2026-10-28', '2026-11-03', '28 Oct – 3 Nov 2026'],
    ['2025-12-28', '2026-01-03', '28 Dec 2025 – 3 Jan 2026'],
    ['2025-11-01', '2026-11-22', '1 Nov 2025 – 22 Nov 2026'],
    ['2026-11-22', '2026-11-22', '22 Nov 2026'],
    ['2026-04-01', null, 'Since 1 Apr 2026'],
    [null, '2026-04-30', 'Until 30 Apr 2026'],
    [null, null, 'All time'],
  ])('from %s to %s are told as %s', (from, to, words) => {
    expect(formatDates({ from, to })).toBe(words);
  });
});

describe('a period', () => {
  test('is told by its name and its dates', () => {
    expect(periodTitle(NOVEMBER)).toBe('This month · 1–22 Nov 2026');
  });

  test('without a name is told by its dates', () => {
    expect(periodTitle({ ...NOVEMBER, name: null })).toBe('1–22 Nov 2026');
  });

  test('without bounds is told once', () => {
    expect(periodTitle(ALL_TIME)).toBe('All time');
    expect(periodInFull(ALL_TIME, '2026-11-22T12:00:00Z')).toEqual({ name: null, dates: 'All time' });
  });

  test('in full has each date whole', () => {
    expect(periodInFull(NOVEMBER, '2026-12-01T00:00:00Z')).toEqual({
      name: 'This month',
      dates: '1 Nov 2026 – 22 Nov 2026',
    });
  });

  test('that is not over says so', () => {
    expect(periodInFull(NOVEMBER, '2026-11-22T12:00:00Z').dates).toBe('1 Nov 2026 – 22 Nov 2026, so far');
  });
});

describe('a period is running', () => {
  test('from its first instant until before its end', () => {
    expect(isRunning(NOVEMBER, '2026-10-31T18:29:59Z')).toBe(false);
    expect(isRunning(NOVEMBER, '2026-10-31T18:30:00Z')).toBe(true);
    expect(isRunning(NOVEMBER, '2026-11-22T18:29:59Z')).toBe(true);
    expect(isRunning(NOVEMBER, '2026-11-22T18:30:00Z')).toBe(false);
  });

  test('never where it has no end', () => {
    expect(isRunning({ ...NOVEMBER, end: null }, '2026-11-22T12:00:00Z')).toBe(false);
  });
});
