import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { MeasureJson } from '@/lib/billing/report-json';
import { pool } from '@/lib/server/db/pool';
import { anyCall, dateOf } from '@/tests/setup/any-call';
import { askReport, askTrend, configure } from '@/tests/setup/ask-report';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { emptyTables, insertCalls, insertUsers } from '@/tests/setup/rows';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await configure(database, { REPORT_TIME_ZONE: 'America/New_York' });
});

afterAll(async () => {
  await pool().end();
  await database.drop();
});

beforeEach(() => emptyTables(database.admin));

const SUMMED = [
  ...['total_operations', 'total_tokens', 'total_images'],
  ...['total_cost_usd', 'total_cost_inr', 'unpriced_operations'],
] as (keyof MeasureJson)[];

/** In millionths, so that parts can be added without the error of a binary float. */
const sumOf = (values: readonly MeasureJson[], figure: keyof MeasureJson) =>
  values.reduce((sum, value) => sum + Math.round(value[figure] * 1e6), 0) / 1e6;

describe('a trend', () => {
  test('puts each call on its day in the reporting zone', async () => {
    // Midnight in New York is 05:00 UTC in winter and 04:00 in summer.
    await insertCalls(database.admin, [
      { user_id: 1, created_at: '2026-03-08 04:59:59', cost_usd: '1' },
      { user_id: 1, created_at: '2026-03-08 05:00:00', cost_usd: '2' },
      { user_id: 1, created_at: '2026-03-09 03:59:59', cost_usd: '4' },
      { user_id: 1, created_at: '2026-03-09 04:00:00', cost_usd: '8' },
    ]);
    const { buckets } = await askTrend('from=2026-03-07&to=2026-03-10&every=day');
    expect(buckets.map(({ from, values }) => [from, values[0]?.total_cost_usd])).toEqual([
      ['2026-03-07', 1],
      ['2026-03-08', 6],
      ['2026-03-09', 8],
      ['2026-03-10', 0],
    ]);
    // The same over all time, where the offsets come from the first and the last call.
    const all = await askTrend('every=day');
    expect(all.buckets.slice(0, 3).map(({ values }) => values[0]?.total_cost_usd)).toEqual([1, 6, 8]);
  });

  test('by model, operation or user names the largest, and the rest as one', async () => {
    await insertUsers(
      database.admin,
      Array.from({ length: 9 }, (_, n) => `u${n + 1}@example.com`),
    );
    await insertCalls(
      database.admin,
      Array.from({ length: 9 }, (_, n) => ({
        user_id: n + 1,
        model_name: `m${n}`,
        cost_usd: `${n + 1}`,
        input_tokens: 9 - n,
      })),
    );
    const users = await askTrend('by=user');
    expect(users.series.map(({ label }) => label)).toEqual([
      ...[
        'u9@example.com',
        'u8@example.com',
        'u7@example.com',
        'u6@example.com',
        'u5@example.com',
        'u4@example.com',
      ],
      'All others',
    ]);
    expect(users.series.at(-1)?.total_cost_usd).toBe(6);
    expect((await askTrend('by=user&measure=tokens')).series[0]?.label).toBe('u1@example.com');
    expect((await askTrend('by=model')).series.map(({ key }) => key)).toEqual([
      'm8',
      'm7',
      'm6',
      'm5',
      'm4',
      'm3',
      null,
    ]);
    expect((await askTrend('by=operation')).series).toMatchObject([
      { key: 'text_analysis', label: 'Text analysis' },
    ]);
  });

  test('of nothing is empty', async () => {
    const { buckets, series, total } = await askTrend('by=user');
    expect({ buckets, series, operations: total.total_operations }).toEqual({
      buckets: [],
      series: [],
      operations: 0,
    });
  });

  test('has a user who is gone', async () => {
    await insertCalls(database.admin, [{ user_id: 42, cost_usd: '1' }]);
    expect((await askTrend('by=user')).series).toMatchObject([{ key: '42', label: '(deleted user 42)' }]);
  });

  test('sums exactly to the summary of the same question, whatever the rows', async () => {
    const question = fc.record({
      by: fc.constantFrom('model', 'operation', 'user'),
      every: fc.constantFrom('day', 'week', 'month'),
      period: fc.constantFrom(
        '',
        `&from=${dateOf(5)}&to=${dateOf(30)}`,
        `&from=${dateOf(18)}`,
        `&to=${dateOf(20)}`,
      ),
      filter: fc.constantFrom('', '&model=a', '&operation=text_analysis&model=b'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyCall, { maxLength: 60 }),
        question,
        async (calls, { by, every, period, filter }) => {
          await emptyTables(database.admin);
          await insertUsers(database.admin, ['a@example.com', 'b@example.com']);
          await insertCalls(database.admin, calls);
          const { summary } = await askReport(`${period}${filter}`);
          const trend = await askTrend(`by=${by}&every=${every}${period}${filter}`);
          for (const figure of SUMMED) {
            expect(trend.total[figure]).toBe(summary[figure]);
            expect(sumOf(trend.series, figure)).toBeCloseTo(summary[figure], 6);
            expect(
              sumOf(
                trend.buckets.flatMap(({ values }) => values),
                figure,
              ),
            ).toBeCloseTo(summary[figure], 6);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  test('has in each bucket what the report of its dates has', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyCall, { minLength: 30, maxLength: 60 }), async (calls) => {
        await emptyTables(database.admin);
        await insertCalls(database.admin, calls);
        const { buckets } = await askTrend(`every=week&from=${dateOf(3)}&to=${dateOf(33)}`);
        for (const { from, to, values } of buckets) {
          const { summary } = await askReport(`from=${from}&to=${to}`);
          expect(sumOf(values, 'total_cost_usd')).toBeCloseTo(summary.total_cost_usd, 6);
          expect(sumOf(values, 'total_operations')).toBe(summary.total_operations);
        }
      }),
      { numRuns: 5 },
    );
  });
});
