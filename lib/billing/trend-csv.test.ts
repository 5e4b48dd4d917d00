import { describe, expect, test } from 'vitest';
import { trendToCsv } from './trend-csv';
import type { TrendFigures } from './trend-figures';

const FIGURES: TrendFigures = {
  measure: 'usd',
  by: 'model',
  every: 'day',
  period: {
    name: null,
    from: '2026-11-20',
    to: '2026-11-21',
    start: '2026-11-19T18:30:00Z',
    end: '2026-11-21T18:30:00Z',
    time_zone: 'Asia/Kolkata',
  },
  series: [
    { key: 'pro', label: 'gemini-3-pro', total: 1.5 },
    { key: null, label: 'All others', total: -0.5 },
  ],
  bars: [
    { from: '2026-11-20', to: '2026-11-20', running: false, values: [1.5, -0.5], total: 1 },
    { from: '2026-11-21', to: '2026-11-21', running: true, values: [0, 0], total: 0 },
  ],
  undated: null,
  total: 1,
  operations: 3,
};

const lines = (figures: TrendFigures) =>
  [...trendToCsv(figures).pieces].join('').replace('\uFEFF', '').split('\r\n');

test('the file has a line for each bar, a column for each series, and their total', () => {
  expect(lines(FIGURES)).toEqual([
    'From,To,gemini-3-pro,All others,Total Cost (USD)',
    '2026-11-20,2026-11-20,1.500000,-0.500000,1.000000',
    '2026-11-21,2026-11-21,0.000000,0.000000,0.000000',
    '',
  ]);
});

test('calls without a date have a line without dates', () => {
  const undated = { operations: 2, total: 0.25, values: [0.25, 0] };
  expect(lines({ ...FIGURES, undated })).toContain(',,0.250000,0.000000,0.250000');
});

test('rupees have two decimals, counts none', () => {
  expect(lines({ ...FIGURES, measure: 'inr' })[1]).toBe('2026-11-20,2026-11-20,1.50,-0.50,1.00');
  const operations = { ...FIGURES, measure: 'operations' as const, bars: [] };
  expect(lines({ ...operations, undated: { operations: 2, total: 2, values: [2, 0] } })[1]).toBe(',,2,0,2');
});

test('a name that a spreadsheet would run as a formula is defused', () => {
  const [, others] = FIGURES.series;
  const hostile = { key: 'x', label: '=HYPERLINK("http://evil.example")', total: 1.5 };
  const [headings] = lines({ ...FIGURES, series: others ? [hostile, others] : [] });
  expect(headings).toBe('From,To,"\'=HYPERLINK(""http://evil.example"")",All others,Total Cost (USD)');
});

describe('the file is named by what it holds', () => {
  test('of a period', () => {
    expect(trendToCsv(FIGURES).name).toBe('net-billing-trend_model_day_2026-11-20_2026-11-21.csv');
  });

  test('of all time', () => {
    const period = { ...FIGURES.period, from: null, to: null };
    expect(trendToCsv({ ...FIGURES, by: 'user', every: 'month', period }).name).toBe(
      'net-billing-trend_user_month_all-time.csv',
    );
  });
});
