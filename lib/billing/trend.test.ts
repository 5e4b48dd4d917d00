import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_USAGE, sumUsage } from './measures';
import type { BucketLength } from './report-parameters';
import { buildTrend, MOST_BUCKETS, MOST_SERIES, type TrendInput, type UsageOfDay } from './trend';

const row = (day: string | null, key: string | null, costUsd: bigint): UsageOfDay => ({
  day,
  key,
  usage: { ...NO_USAGE, operations: 1n, costUsd },
});

const trend = (some: Partial<TrendInput>) =>
  buildTrend({
    dates: { from: '2026-04-01', to: '2026-04-04' },
    today: '2026-11-22',
    every: 'day',
    measure: 'costUsd',
    rows: [],
    labelOf: (key) => key,
    ...some,
  });

const spans = (some: Partial<TrendInput>) => trend(some).buckets.map(({ from, to }) => [from, to]);

describe('buckets', () => {
  test('are each day of the period, also those without calls', () => {
    const { buckets } = trend({ rows: [row('2026-04-02', 'a', 5n), row('2026-04-04', 'a', 7n)] });
    expect(buckets.map(({ from, usage }) => [from, usage[0]?.costUsd])).toEqual([
      ['2026-04-01', 0n],
      ['2026-04-02', 5n],
      ['2026-04-03', 0n],
      ['2026-04-04', 7n],
    ]);
  });

  test('of weeks begin on Monday, and are cut to the period', () => {
    expect(spans({ dates: { from: '2026-04-01', to: '2026-04-14' }, every: 'week' })).toEqual([
      ['2026-04-01', '2026-04-05'],
      ['2026-04-06', '2026-04-12'],
      ['2026-04-13', '2026-04-14'],
    ]);
  });

  test('of months are calendar months, and are cut to the period', () => {
    expect(spans({ dates: { from: '2026-01-31', to: '2026-03-01' }, every: 'month' })).toEqual([
      ['2026-01-31', '2026-01-31'],
      ['2026-02-01', '2026-02-28'],
      ['2026-03-01', '2026-03-01'],
    ]);
  });

  test('say which of them is not over', () => {
    const { buckets } = trend({ today: '2026-04-03' });
    expect(buckets.map(({ running }) => running)).toEqual([false, false, true, false]);
  });

  test('of all time go from the first call to today', () => {
    const all = { dates: { from: null, to: null }, today: '2026-04-03', rows: [row('2026-04-01', 'a', 1n)] };
    expect(spans(all)).toHaveLength(3);
    expect(spans({ ...all, rows: [row('2026-04-01', 'a', 1n), row('2026-04-05', 'a', 1n)] })).toHaveLength(5);
    expect(spans({ ...all, rows: [] })).toEqual([]);
  });

  test('of a period from a day on go to today', () => {
    expect(spans({ dates: { from: '2026-04-01', to: null }, today: '2026-04-02' })).toHaveLength(2);
    expect(spans({ dates: { from: '2026-04-09', to: null }, today: '2026-04-02' })).toHaveLength(1);
  });

  test('hold calls without a date apart, before the others', () => {
    const { buckets, total } = trend({ rows: [row(null, 'a', 3n), row('2026-04-01', 'a', 4n)] });
    expect(buckets[0]).toMatchObject({ from: null, to: null, running: false });
    expect(buckets[0]?.usage[0]?.costUsd).toBe(3n);
    expect(total.costUsd).toBe(7n);
  });

  test('of a period of thousands of years are those from the first call to the last', () => {
    const dates = { from: '0001-01-01', to: '9999-12-31' };
    expect(spans({ dates, rows: [row('2026-04-01', 'a', 1n), row('2026-04-03', 'a', 1n)] })).toHaveLength(3);
    expect(spans({ dates }).length).toBeLessThanOrEqual(MOST_BUCKETS);
  });

  test.each([
    ['2026-06-30', 'day'],
    ['2026-12-31', 'week'],
    ['2029-12-31', 'month'],
  ])('from 1 April 2026 to %s are as long as suits: a %s', (to, every) => {
    expect(trend({ dates: { from: '2026-04-01', to }, every: null }).every).toBe(every);
  });

  test('become longer where there were too many, and the answer says so', () => {
    const rows = [row('2010-01-01', 'a', 1n), row('2026-01-01', 'a', 1n)];
    const { every, buckets } = trend({ dates: { from: null, to: null }, rows });
    expect(every).toBe('week');
    expect(buckets.length).toBeLessThanOrEqual(MOST_BUCKETS);
  });
});

describe('series', () => {
  const rows = Array.from({ length: 9 }, (_, n) => row('2026-04-01', `m${n}`, BigInt(n)));

  test('are the largest by the measure, and the others as one', () => {
    const { series } = trend({ rows });
    expect(series.map(({ key }) => key)).toEqual(['m8', 'm7', 'm6', 'm5', 'm4', 'm3', null]);
    expect(series.at(-1)?.total.costUsd).toBe(3n);
  });

  test('have no others where all are named', () => {
    expect(trend({ rows: rows.slice(0, MOST_SERIES) }).series.every(({ key }) => key !== null)).toBe(true);
  });

  test('take what has no series of its own as one of the others', () => {
    const { series } = trend({ rows: [row('2026-04-01', 'a', 1n), row('2026-04-01', null, 9n)] });
    expect(series.map(({ key, total }) => [key, total.costUsd])).toEqual([
      ['a', 1n],
      [null, 9n],
    ]);
  });

  test('are called what the caller calls them', () => {
    expect(
      trend({ rows: [row('2026-04-01', '7', 1n)], labelOf: (key) => `user ${key}` }).series[0]?.label,
    ).toBe('user 7');
  });
});

test('the buckets, and the series, sum exactly to the total, whatever the rows', () => {
  const day = fc.option(
    fc
      .integer({ min: 0, max: 400 })
      .map((n) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10)),
  );
  const usage = fc.record({
    operations: fc.constant(1n),
    tokens: fc.bigInt({ min: 0n, max: 10n ** 18n }),
    images: fc.bigInt({ min: 0n, max: 9n }),
    costUsd: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 18n }),
    costInr: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 18n }),
    unpricedOperations: fc.bigInt({ min: 0n, max: 1n }),
  });
  const anyRow = fc.record({ day, key: fc.constantFrom(null, ...'abcdefghij'), usage });
  const every = fc.constantFrom<BucketLength>('day', 'week', 'month');
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 60 }), every, (rows, every) => {
      const { buckets, series, total } = trend({ rows, every, dates: { from: null, to: null } });
      expect(sumUsage(buckets.flatMap((bucket) => bucket.usage))).toEqual(total);
      expect(sumUsage(series.map((one) => one.total))).toEqual(total);
      series.forEach((one, index) => {
        expect(sumUsage(buckets.map((bucket) => bucket.usage[index] ?? NO_USAGE))).toEqual(one.total);
      });
      for (const [index, { from }] of buckets.slice(1).entries())
        expect((buckets[index]?.to ?? '') < (from ?? '')).toBe(true);
    }),
  );
});
