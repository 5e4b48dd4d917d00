import { describe, expect, test } from 'vitest';
import { hasBars, joinBars, trendFigures } from './trend-figures';
import type { TrendJson } from './trend-json';

const measures = (usd: number, operations = 1) => ({
  total_operations: operations,
  total_tokens: operations * 100,
  total_images: 0,
  total_cost_usd: usd,
  total_cost_inr: usd * 100,
  unpriced_operations: 0,
});

const TREND: TrendJson = {
  period: {
    name: null,
    from: null,
    to: null,
    start: null,
    end: null,
    time_zone: 'Asia/Kolkata',
  },
  by: 'model',
  every: 'day',
  series: [
    { key: 'pro', label: 'pro', ...measures(0.5, 5) },
    { key: '', label: '', ...measures(0.4, 4) },
  ],
  buckets: [
    { from: null, to: null, running: false, values: [measures(0.1, 2), measures(0, 0)] },
    { from: '2026-11-20', to: '2026-11-20', running: false, values: [measures(0.1), measures(0.2)] },
    { from: '2026-11-21', to: '2026-11-21', running: false, values: [measures(0, 0), measures(0, 0)] },
    { from: '2026-11-22', to: '2026-11-22', running: true, values: [measures(0.3, 2), measures(0.2, 3)] },
  ],
  total: measures(0.9, 9),
  generated_at: '2026-11-22T12:00:00.000Z',
};

describe('the figures of a measure', () => {
  const figures = trendFigures(TREND, 'usd');

  test('have a bar for each bucket with a date, with its exact total', () => {
    expect(figures.bars.map(({ from, values, total }) => [from, values, total])).toEqual([
      ['2026-11-20', [0.1, 0.2], 0.3],
      ['2026-11-21', [0, 0], 0],
      ['2026-11-22', [0.3, 0.2], 0.5],
    ]);
  });

  test('set the calls without a date apart', () => {
    expect(figures.undated).toEqual({ operations: 2, total: 0.1, values: [0.1, 0] });
    expect(trendFigures({ ...TREND, buckets: TREND.buckets.slice(1) }, 'usd').undated).toBeNull();
  });

  test('name a model without a name', () => {
    expect(figures.series.map(({ label, total }) => [label, total])).toEqual([
      ['pro', 0.5],
      ['(no model)', 0.4],
    ]);
  });

  test('are those of the measure that was chosen', () => {
    expect(trendFigures(TREND, 'operations').bars.map(({ total }) => total)).toEqual([2, 0, 5]);
    expect(trendFigures(TREND, 'inr').bars[0]?.values).toEqual([10, 20]);
  });
});

test('there is something to draw where any series has a value, also one below zero', () => {
  const figures = trendFigures(TREND, 'usd');
  const [day] = figures.bars;
  const bar = (...values: number[]) => (day ? [{ ...day, values, total: 0 }] : []);
  expect(hasBars({ ...figures, bars: bar(0.5, -0.5) })).toBe(true);
  expect(hasBars({ ...figures, bars: bar(0, 0) })).toBe(false);
  expect(hasBars({ ...figures, bars: [] })).toBe(false);
});

describe('neighbouring bars as one', () => {
  const figures = trendFigures(TREND, 'usd');

  test('have all of their days, and sum exactly', () => {
    expect(joinBars(figures, { first: 0, last: 2 })).toEqual({
      from: '2026-11-20',
      to: '2026-11-22',
      running: true,
      values: [0.4, 0.4],
      total: 0.8,
    });
  });

  test('one bar is itself', () => {
    expect(joinBars(figures, { first: 0, last: 0 })).toEqual(figures.bars[0]);
  });

  test('no bars are nothing', () => {
    expect(joinBars({ ...figures, bars: [] }, { first: 0, last: 0 })).toBeNull();
  });
});
