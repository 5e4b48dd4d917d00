import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { pool } from '@/lib/server/db/pool';
import { askChange, askReport, configure } from '@/tests/setup/ask-report';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { emptyTables, insertCalls, insertUsers } from '@/tests/setup/rows';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await configure(database);
});

afterAll(async () => {
  await pool().end();
  await database.drop();
});

beforeEach(async () => {
  await emptyTables(database.admin);
  await insertUsers(database.admin, ['ann@example.com', 'bob@example.com']);
  await insertCalls(database.admin, [
    // In the week before: two calls of one model, $1 each.
    { user_id: 1, model_name: 'a', cost_usd: '1', cost_inr: '83.50', created_at: '2026-04-02 12:00:00' },
    { user_id: 2, model_name: 'a', cost_usd: '1', cost_inr: '83.50', created_at: '2026-04-03 12:00:00' },
    // In the week asked about: two of it at $1.50, and one of another at $4.
    { user_id: 1, model_name: 'a', cost_usd: '1.5', cost_inr: '125.25', created_at: '2026-04-09 12:00:00' },
    { user_id: 1, model_name: 'a', cost_usd: '1.5', cost_inr: '125.25', created_at: '2026-04-10 12:00:00' },
    { user_id: 1, model_name: 'b', cost_usd: '4', cost_inr: '334.00', created_at: '2026-04-11 12:00:00' },
  ]);
});

const WEEK = 'from=2026-04-08&to=2026-04-14';

describe('the change against the period before', () => {
  test('is that of both reports', async () => {
    const { summary, previous } = await askChange(WEEK);
    expect(summary).toMatchObject({ total_operations: 3, total_cost_usd: 7 });
    expect(previous?.period).toMatchObject({ from: '2026-04-01', to: '2026-04-07' });
    expect(previous?.summary).toEqual((await askReport('from=2026-04-01&to=2026-04-07')).summary);
    expect(previous?.change).toEqual({ cost_usd: 5, cost_inr: 417.5 });
  });

  test('names who and what moved the cost', async () => {
    const { previous } = await askChange(WEEK);
    expect(previous?.users.drivers).toEqual([
      { key: '1', label: 'ann@example.com', cost_usd: 6, cost_inr: 501 },
      { key: '2', label: 'bob@example.com', cost_usd: -1, cost_inr: -83.5 },
    ]);
    expect(previous?.models.drivers.map(({ key, cost_usd }) => [key, cost_usd])).toEqual([
      ['b', 4],
      ['a', 1],
    ]);
    expect(previous?.users.others).toEqual({ count: 0, cost_usd: 0, cost_inr: 0 });
  });

  test('is split into volume, mix and unit cost', async () => {
    // One more call at $1; the new model costs $3 more than the average of before; two calls are $0.50 dearer.
    expect((await askChange(WEEK)).previous?.split).toEqual({ volume: 1, mix: 3, unit_cost: 1 });
  });

  test('has the filters of the question on both sides', async () => {
    const { previous } = await askChange(`${WEEK}&model=a`);
    expect(previous?.change.cost_usd).toBe(1);
  });

  test('does not exist for a period that is open on a side', async () => {
    expect((await askChange('')).previous).toBeNull();
    expect((await askChange('to=2026-04-14')).previous).toBeNull();
  });

  test('is of the very figures on somebody’s screen', async () => {
    const { generated_at } = await askReport(WEEK);
    await insertCalls(database.admin, [{ user_id: 1, cost_usd: '100', created_at: '2026-04-12 12:00:00' }]);
    expect((await askChange(`${WEEK}&asOf=${generated_at}`)).previous?.change.cost_usd).toBe(5);
    expect((await askChange(WEEK)).previous?.change.cost_usd).toBe(105);
  });
});
