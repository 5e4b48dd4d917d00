import { describe, expect, test } from 'vitest';
import { sparklinePaths, valuesOverTime } from './sparkline';
import type { TrendBucketJson } from './trend-json';

const NOTHING = {
  total_operations: 0,
  total_tokens: 0,
  total_images: 0,
  total_cost_usd: 0,
  total_cost_inr: 0,
  unpriced_operations: 0,
};

describe('a sparkline', () => {
  test('runs from edge to edge, with zero at the bottom and the most at the top', () => {
    expect(sparklinePaths([0, 10, 5])).toEqual({
      line: 'M0 26.5L50 1.5L100 14',
      area: 'M0 26.5L50 1.5L100 14V26.5H0Z',
    });
  });

  test('of values that hardly differ is flat: it starts at zero', () => {
    expect(sparklinePaths([100, 101])?.line).toBe('M0 1.75L100 1.5');
  });

  test('that goes below zero has its area between the line and zero', () => {
    expect(sparklinePaths([10, -10])?.area).toBe('M0 1.5L100 26.5V14H0Z');
  });

  test('needs two values, and something to show', () => {
    expect(sparklinePaths([])).toBeNull();
    expect(sparklinePaths([5])).toBeNull();
    expect(sparklinePaths([0, 0, 0])).toBeNull();
  });
});

describe('values over time', () => {
  const bucket = (from: string | null, ...costs: number[]): TrendBucketJson => ({
    from,
    to: from,
    running: false,
    values: costs.map((total_cost_usd) => ({ ...NOTHING, total_cost_usd })),
  });
  const trend = { buckets: [bucket(null, 99), bucket('2026-11-01', 1, 2), bucket('2026-11-02', 0, 4)] };

  test('are the sums of all series, without the calls that have no date', () => {
    expect(valuesOverTime(trend, 'costUsd')).toEqual([3, 4]);
    expect(valuesOverTime(trend, 'tokens')).toEqual([0, 0]);
  });
});
