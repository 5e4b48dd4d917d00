import { describe, expect, test } from 'vitest';
import type { ChangeJson } from './change-json';
import {
  causesOf,
  changeQuestion,
  divergingBar,
  driverRows,
  figureChange,
  formatChange,
  headline,
  isUnchanged,
  largestChange,
  type SomethingBefore,
  sparklineQuestion,
} from './change-view';
import { parsePeriodQuery, parseTrendQuery } from './report-query';

const PERIOD = { name: null, start: null, end: null, time_zone: 'Asia/Kolkata' } as const;
const SUMMARY = {
  total_users: 3,
  active_users: 2,
  total_operations: 1000,
  total_cost_usd: 612.1,
  total_cost_inr: 51110.35,
  total_tokens: 5000,
  total_images: 10,
  unpriced_operations: 0,
};
const NOBODY = { drivers: [], others: { count: 0, cost_usd: 0, cost_inr: 0 } };
const BEFORE: SomethingBefore = {
  period: { ...PERIOD, from: '2026-10-01', to: '2026-10-22' },
  summary: SUMMARY,
  change: { cost_usd: 90.12, cost_inr: 7525.02 },
  users: NOBODY,
  models: NOBODY,
  split: { volume: 60, mix: 40.12, unit_cost: -10 },
};
const CHANGE: ChangeJson = {
  period: { ...PERIOD, from: '2026-11-01', to: '2026-11-22' },
  summary: { ...SUMMARY, total_operations: 1234, total_cost_usd: 702.22, total_cost_inr: 58635.37 },
  previous: BEFORE,
  generated_at: '2026-11-22T12:00:00.000Z',
};

describe('a figure is', () => {
  test.each([
    [112.3, 100, 'up', 'up 12.3%'],
    [96, 100, 'down', 'down 4.0%'],
    [0, 100, 'down', 'down 100.0%'],
    [100.01, 100, 'up', 'up <0.1%'],
    [300, 100, 'up', 'up 200.0%'],
    [100, 100, 'same', 'no change'],
    [0, 0, 'same', 'no change'],
    [5, 0, 'up', 'new: none before'],
    [-5, 0, 'down', 'below zero: none before'],
    [5, -5, 'up', 'up'],
  ] as const)('%d after %d: %s, in words "%s"', (now, before, direction, words) => {
    expect(figureChange(now, before)).toEqual({ direction, words });
  });
});

test('a change of money has its sign', () => {
  expect(formatChange(60, 'USD')).toBe('+$60.00');
  expect(formatChange(-417.5, 'INR')).toBe('−₹417.50');
  expect(formatChange(0, 'USD')).toBe('$0.00');
});

describe('the headline says', () => {
  const headlineOf = (changes: Partial<SomethingBefore>) => headline({ ...BEFORE, ...changes });

  test('how much, in both currencies and as a share, against when', () => {
    expect(headline(BEFORE)).toBe('Cost is up $90.12 (₹7,525.02, 14.7%) against 1–22 Oct 2026');
    expect(headlineOf({ change: { cost_usd: -61.21, cost_inr: -5111.04 } })).toBe(
      'Cost is down $61.21 (₹5,111.04, 10.0%) against 1–22 Oct 2026',
    );
  });

  test('no share of nothing', () => {
    expect(headlineOf({ summary: { ...SUMMARY, total_cost_usd: 0 } })).toBe(
      'Cost is up $90.12 (₹7,525.02) against 1–22 Oct 2026, which cost nothing',
    );
  });

  test('when nothing moved', () => {
    expect(headlineOf({ change: { cost_usd: 0, cost_inr: 0 } })).toBe('Cost is the same as in 1–22 Oct 2026');
  });

  test('when the two currencies went apart', () => {
    expect(headlineOf({ change: { cost_usd: 6.121, cost_inr: -5 } })).toBe(
      'Cost is up $6.12 (−₹5.00, 1.0%) against 1–22 Oct 2026',
    );
    expect(headlineOf({ change: { cost_usd: 0, cost_inr: 5 } })).toBe(
      'Cost is the same as in 1–22 Oct 2026; in INR it is up ₹5.00',
    );
  });
});

describe('the causes', () => {
  test('are volume, mix and unit cost with a meaning each', () => {
    expect(causesOf(CHANGE, BEFORE)).toEqual([
      { label: 'Volume', usd: 60, meaning: '234 more operations, counted at the average cost of before.' },
      {
        label: 'Mix',
        usd: 40.12,
        meaning: 'A larger part of the operations was of costlier models and types, or of new ones.',
      },
      {
        label: 'Unit cost',
        usd: -10,
        meaning: 'The same models and types cost less for each operation.',
      },
    ]);
  });

  test.each([
    [999, 1000, '1 fewer operation, counted at the average cost of before.'],
    [1000, 1000, 'There were as many operations as before.'],
    [1000, 0, 'There were no operations before, so all of it is new.'],
  ])('of %d operations after %d: %s', (now, before, meaning) => {
    const [volume] = causesOf(
      { ...CHANGE, summary: { ...SUMMARY, total_operations: now } },
      { ...BEFORE, summary: { ...SUMMARY, total_operations: before } },
    );
    expect(volume?.meaning).toBe(meaning);
  });
});

describe('the rows of a list', () => {
  const ann = { key: '1', label: 'ann@example.com', cost_usd: 8, cost_inr: 668 };
  const bob = { key: '2', label: 'bob@example.com', cost_usd: -4, cost_inr: -334 };

  test('are the drivers and all others', () => {
    const rows = driverRows({ drivers: [ann, bob], others: { count: 1200, cost_usd: 2, cost_inr: 167 } });
    expect(rows).toEqual([
      { ...ann, driver: ann },
      { ...bob, driver: bob },
      { driver: null, label: 'All others (1,200)', cost_usd: 2, cost_inr: 167 },
    ]);
    expect(largestChange(rows)).toBe(8);
  });

  test('name no others where there are none', () => {
    expect(driverRows({ drivers: [ann], others: { count: 0, cost_usd: 0, cost_inr: 0 } })).toHaveLength(1);
  });
});

test('a bar grows from the middle, to the right for more and to the left for less', () => {
  expect(divergingBar(8, 8)).toEqual({ x: '50%', width: '50%' });
  expect(divergingBar(-4, 8)).toEqual({ x: '25%', width: '25%' });
  expect(divergingBar(1, 3)).toEqual({ x: '50%', width: '16.67%' });
  expect(divergingBar(0, 0)).toEqual({ x: '50%', width: '0%' });
});

test('nothing changed where no cost and no part of it did', () => {
  const still = { change: { cost_usd: 0, cost_inr: 0 }, split: { volume: 0, mix: 0, unit_cost: 0 } };
  expect(isUnchanged({ ...BEFORE, ...still })).toBe(true);
  expect(isUnchanged(BEFORE)).toBe(false);
  const swapped = { drivers: [], others: { count: 2, cost_usd: 0, cost_inr: 0 } };
  expect(isUnchanged({ ...BEFORE, ...still, users: swapped })).toBe(false);
});

test('the questions are about the very figures on the page, and understood by the API', () => {
  const asOf = '2026-11-22T12:00:00.000Z';
  const parameters = (address: string) => new URL(address, 'http://localhost').searchParams;
  const usage = 'period=this-month&model=a+b';
  expect(parsePeriodQuery(parameters(changeQuestion(usage, asOf)))).toEqual({
    usage: { period: 'this-month', filters: { model: ['a b'], operation: [] } },
    asOf,
  });
  expect(parseTrendQuery(parameters(sparklineQuestion(usage, asOf)))).toMatchObject({
    by: 'operation',
    every: null,
    asOf,
  });
});
