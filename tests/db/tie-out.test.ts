import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { pool } from '@/lib/server/db/pool';
import { anyCall, DAYS, dateOf, sumOfCalls } from '@/tests/setup/any-call';
import { askReport, configure } from '@/tests/setup/ask-report';
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

/** In millionths, so that parts can be added without the error of a binary float. */
const millionths = (value: number) => Math.round(value * 1e6);
const SUMMED = [
  'total_operations',
  'total_tokens',
  'total_images',
  'total_cost_usd',
  'total_cost_inr',
] as const;

describe('whatever the rows', () => {
  test('the summary, the users and the models are the sum of them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyCall, { maxLength: 80 }), async (calls) => {
        await emptyTables(database.admin);
        await insertUsers(database.admin, ['a@example.com', 'b@example.com', 'c@example.com']);
        await insertCalls(database.admin, calls);
        const { summary, userBilling, modelUsage } = await askReport();

        expect(summary).toMatchObject(sumOfCalls(calls));
        for (const user of userBilling)
          expect(user).toMatchObject(sumOfCalls(calls.filter((call) => call.user_id === user.user_id)));
        for (const { model_name, operation_type, count, ...model } of modelUsage) {
          // What the column can't hold is recorded as ''.
          const recorded = operation_type === '' ? 'unknown' : operation_type;
          const own = calls.filter(
            (call) => call.model_name === model_name && call.operation_type === recorded,
          );
          expect({ total_operations: count, ...model }).toMatchObject(sumOfCalls(own));
        }
        expect(modelUsage.reduce((sum, { count }) => sum + count, 0)).toBe(calls.length);
      }),
      { numRuns: 25 },
    );
  });

  test('a period cut at any midnights sums to the whole, over a day on which the clocks change too', async () => {
    const midnights = fc.uniqueArray(fc.integer({ min: 0, max: DAYS }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyCall, { minLength: 20, maxLength: 60 }),
        midnights,
        async (calls, cuts) => {
          await emptyTables(database.admin);
          await insertCalls(database.admin, calls);
          const days = cuts.sort((a, b) => a - b);
          const [first = 0, ...others] = days;
          const questions = [
            `to=${dateOf(first - 1)}`,
            ...others.map((end, index) => `from=${dateOf(days[index] ?? 0)}&to=${dateOf(end - 1)}`),
            `from=${dateOf(days.at(-1) ?? 0)}`,
          ];
          const parts = await Promise.all(
            questions.map(async (question) => (await askReport(question)).summary),
          );
          const whole = (await askReport()).summary;
          for (const figure of SUMMED)
            expect(parts.reduce((sum, part) => sum + millionths(part[figure]), 0)).toBe(
              millionths(whole[figure]),
            );
        },
      ),
      { numRuns: 15 },
    );
  });
});

test.each(['2025-03-09', '2025-11-02'])(
  'the hours of %s, a day on which the clocks change, are all billed once',
  async (day) => {
    const start = Date.parse(`${day}T00:00:00Z`) - 86_400_000;
    // A call at each half hour of three days.
    const instants = Array.from({ length: 144 }, (_, index) => new Date(start + index * 1_800_000));
    const localDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/New_York', dateStyle: 'short' });
    await insertCalls(
      database.admin,
      instants.map((instant) => ({
        user_id: 1,
        created_at: instant.toISOString().slice(0, 19).replace('T', ' '),
      })),
    );
    const expected = instants.filter((instant) => localDay.format(instant) === day).length;
    expect([46, 50]).toContain(expected);
    expect((await askReport(`from=${day}&to=${day}`)).summary.total_operations).toBe(expected);
  },
);

test('days begin in the reporting zone, whatever the zone of the server', async () => {
  await database.admin.query("SET GLOBAL time_zone = '+09:00'");
  try {
    // 3 March 04:59:59 and 05:00:00 UTC are on both sides of midnight in New York.
    await insertCalls(database.admin, [
      { user_id: 1, created_at: '2026-03-03 04:59:59' },
      { user_id: 1, created_at: '2026-03-03 05:00:00' },
    ]);
    expect((await askReport('to=2026-03-02')).summary.total_operations).toBe(1);
    expect((await askReport('from=2026-03-03')).userBilling[0]?.last_activity).toBe(
      '2026-03-03T05:00:00.000Z',
    );
  } finally {
    await database.admin.query("SET GLOBAL time_zone = 'SYSTEM'");
  }
});

test('both breakdowns tie out while calls are being recorded', async () => {
  await insertUsers(database.admin, ['a@example.com', 'b@example.com']);
  await insertCalls(
    database.admin,
    Array.from({ length: 5000 }, (_, index) => ({ user_id: 1 + (index % 2), cost_usd: '0.000001' })),
  );
  let writing = true;
  const writer = (async () => {
    for (let n = 0; writing; n++)
      await insertCalls(database.admin, [
        { user_id: 1 + (n % 2), model_name: `m${n % 3}`, cost_usd: '0.5', input_tokens: n },
      ]);
  })();
  try {
    for (let n = 0; n < 25; n++) {
      const { summary, userBilling, modelUsage } = await askReport();
      for (const rows of [userBilling, modelUsage]) {
        expect(rows.reduce((sum, row) => sum + millionths(row.total_cost_usd), 0)).toBe(
          millionths(summary.total_cost_usd),
        );
        expect(rows.reduce((sum, row) => sum + row.total_tokens, 0)).toBe(summary.total_tokens);
      }
    }
  } finally {
    writing = false;
    await writer;
  }
});
