import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { CallJson } from '@/lib/billing/calls-json';
import { pool } from '@/lib/server/db/pool';
import { anyCall, dateOf, sumOfCalls } from '@/tests/setup/any-call';
import { askCalls, askReport, configure } from '@/tests/setup/ask-report';
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

const ids = (calls: readonly CallJson[]) => calls.map(({ id }) => id);

/** Every page of a question, one after the other, each as of the first. */
async function everyPage(query: string, pageSize: number): Promise<CallJson[]> {
  const first = await askCalls(`${query}&pageSize=${pageSize}`);
  const calls = [...first.calls];
  for (let page = 2; page <= first.page.pages; page++) {
    const next = await askCalls(`${query}&pageSize=${pageSize}&page=${page}&asOf=${first.generated_at}`);
    expect(next.total).toEqual(first.total);
    calls.push(...next.calls);
  }
  return calls;
}

/** Newest first, those without a date last, ties by id: worked out from all rows, and not by the program. */
const newestFirst = (a: CallJson, b: CallJson) =>
  (b.created_at ?? '').localeCompare(a.created_at ?? '') || b.id - a.id;

const anyQuestion = fc
  .record({
    from: fc.option(fc.nat(20)),
    to: fc.option(fc.integer({ min: 20, max: 40 })),
    model: fc.option(fc.constantFrom('a', 'b')),
    operation: fc.option(fc.constantFrom('text_analysis', 'image_generation')),
  })
  .map(({ from, to, model, operation }) => {
    const given = {
      ...(from !== null && { from: dateOf(from) }),
      ...(to !== null && { to: dateOf(to) }),
      ...(model !== null && { model }),
      ...(operation !== null && { operation }),
    };
    return String(new URLSearchParams(given));
  });

describe('whatever the rows and the question', () => {
  const anyRows = fc.array(anyCall, { maxLength: 60 });

  test('the pages one after the other are all calls, newest first, and sum to the total and to the report', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyRows,
        anyQuestion,
        fc.integer({ min: 1, max: 25 }),
        async (rows, question, pageSize) => {
          await emptyTables(database.admin);
          await insertUsers(database.admin, ['a@example.com', 'b@example.com', 'c@example.com']);
          await insertCalls(database.admin, rows);
          const [{ total }, { summary }, calls] = await Promise.all([
            askCalls(question),
            askReport(question),
            everyPage(question, pageSize),
          ]);
          expect(summary).toMatchObject(total);
          expect(sumOfJson(calls)).toEqual(total);
          expect(new Set(ids(calls)).size).toBe(calls.length);
          expect(ids(calls)).toEqual(ids([...calls].sort(newestFirst)));
          expect(ids(await everyPage(`${question}&order=asc`, pageSize))).toEqual(ids(calls).reverse());
        },
      ),
      { numRuns: 30 },
    );
  });

  test('the calls of each user sum to the user’s row, those of each model to the model’s', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, anyQuestion, async (rows, question) => {
        await emptyTables(database.admin);
        await insertUsers(database.admin, ['a@example.com', 'b@example.com']);
        await insertCalls(database.admin, rows);
        const { userBilling, modelUsage } = await askReport(question);
        for (const user of userBilling) {
          const { total, calls } = await askCalls(`${question}&user=${user.user_id}&pageSize=1000`);
          expect(user).toMatchObject(total);
          expect(sumOfJson(calls)).toEqual(total);
          for (const call of calls) expect(call).toMatchObject({ user_id: user.user_id, email: user.email });
        }
        for (const { model_name, operation_type, count, ...model } of modelUsage) {
          const own = new URLSearchParams(question);
          own.set('model', model_name);
          own.set('operation', operation_type);
          expect({ total_operations: count, ...model }).toMatchObject((await askCalls(String(own))).total);
        }
      }),
      { numRuns: 10 },
    );
  });

  test('the unpriced calls are as many as the report counts', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, anyQuestion, async (rows, question) => {
        await emptyTables(database.admin);
        await insertCalls(database.admin, rows);
        const { summary } = await askReport(question);
        const { total, calls } = await askCalls(`${question}&unpriced=1&pageSize=1000`);
        expect(total.total_operations).toBe(summary.unpriced_operations);
        expect(calls).toHaveLength(summary.unpriced_operations);
        for (const { cost_usd, cost_inr } of calls) expect([cost_usd, cost_inr]).toContain(null);
      }),
      { numRuns: 10 },
    );
  });
});

function sumOfJson(calls: readonly CallJson[]) {
  const { total_operations, ...sums } = sumOfCalls(
    calls.map(({ cost_usd, cost_inr, ...call }) => ({
      ...call,
      cost_usd: cost_usd === null ? null : cost_usd.toFixed(6),
      cost_inr: cost_inr === null ? null : cost_inr.toFixed(2),
    })),
  );
  return { total_operations, ...sums };
}

test('a call is told as it was recorded, with what was not recorded as null', async () => {
  await insertUsers(database.admin, ['a@example.com']);
  await insertCalls(database.admin, [
    {
      user_id: 1,
      input_tokens: 7,
      cost_usd: '-0.000001',
      cost_inr: '12345678.90',
      created_at: '2026-04-01 12:00:00',
    },
    {
      user_id: 42,
      model_name: '=m',
      operation_type: 'unknown',
      input_tokens: null,
      output_tokens: null,
      input_images: null,
      output_images: null,
      cost_usd: null,
      cost_inr: null,
      created_at: null,
    },
  ]);
  const { calls, page } = await askCalls();
  expect(page).toEqual({ number: 1, size: 50, rows: 2, pages: 1 });
  expect(calls).toEqual([
    {
      id: 1,
      user_id: 1,
      email: 'a@example.com',
      generation_log_id: null,
      model_name: 'gemini-2.0-flash',
      operation_type: 'text_analysis',
      input_tokens: 7,
      output_tokens: 0,
      input_images: 0,
      output_images: 0,
      cost_usd: -0.000001,
      cost_inr: 12345678.9,
      created_at: '2026-04-01T12:00:00.000Z',
    },
    {
      id: 2,
      user_id: 42,
      email: '(deleted user 42)',
      generation_log_id: null,
      model_name: '=m',
      operation_type: '',
      input_tokens: null,
      output_tokens: null,
      input_images: null,
      output_images: null,
      cost_usd: null,
      cost_inr: null,
      created_at: null,
    },
  ]);
});

test('the pages of a list do not move while calls are being recorded', async () => {
  await insertCalls(
    database.admin,
    Array.from({ length: 9 }, () => ({ user_id: 1 })),
  );
  const first = await askCalls('pageSize=4');
  await insertCalls(database.admin, [{ user_id: 1, created_at: '2027-01-01 00:00:00' }]);
  const later = await askCalls(`pageSize=4&page=2&asOf=${first.generated_at}`);
  expect(later.total.total_operations).toBe(9);
  expect(ids([...first.calls, ...later.calls])).toEqual([9, 8, 7, 6, 5, 4, 3, 2]);
  expect((await askCalls('pageSize=4')).total.total_operations).toBe(10);
});

test('calls with the zero date and without one are at the end, and on a page', async () => {
  await insertCalls(database.admin, [
    { user_id: 1, created_at: null },
    { user_id: 1, created_at: '0000-00-00 00:00:00' },
    { user_id: 1, created_at: '1970-01-01 00:00:01' },
    { user_id: 1, created_at: '2038-01-19 03:14:07' },
  ]);
  expect(ids(await everyPage('', 1))).toEqual([4, 3, 2, 1]);
  expect(ids(await everyPage('order=asc', 3))).toEqual([1, 2, 3, 4]);
});

test('users that are asked for together are listed together', async () => {
  await insertCalls(database.admin, [{ user_id: 1 }, { user_id: 2 }, { user_id: 3 }]);
  expect(ids((await askCalls('user=3&user=1')).calls)).toEqual([3, 1]);
});

test('a page past the last is empty', async () => {
  await insertCalls(database.admin, [{ user_id: 1 }]);
  expect(await askCalls('page=2')).toMatchObject({ calls: [], page: { number: 2, rows: 1, pages: 1 } });
});
