import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, afterEach, expect, inject, test } from 'vitest';
import { loadSample, readSample } from '@/db/load-sample';
import { parseDecimal } from '@/lib/billing/money';
import { createDatabase, TABLES } from '../setup/database';

const database = await createDatabase(inject('mariadb'));
const sample = await readSample(new Date('2026-11-20T11:00:00Z'));

afterEach(async () => {
  await database.admin.query('DELETE FROM api_usage_logs; DELETE FROM users; DELETE FROM pricing_config');
});
afterAll(() => database.drop());

const rows = async (sql: string) => (await database.admin.query<RowDataPacket[]>(sql))[0];

test('the database holds the sample to the last row, time and paisa', async () => {
  const progress: string[] = [];
  await loadSample(database.admin, sample, (loaded, total) => progress.push(`${loaded} of ${total}`));

  const sum = (scale: number, cost: 'costUsd' | 'costInr') =>
    sample.usage.reduce((total, row) => total + parseDecimal(row[cost], scale), 0n);
  const [totals] = await rows(
    `SELECT COUNT(*) AS count, SUM(cost_usd) AS usd, SUM(cost_inr) AS inr, SUM(input_tokens + output_tokens) AS tokens,
            MIN(created_at) AS first, MAX(created_at) AS last FROM api_usage_logs`,
  );
  expect(Number(totals?.count)).toBe(sample.usage.length);
  expect(parseDecimal(totals?.usd, 6)).toBe(sum(6, 'costUsd'));
  expect(parseDecimal(totals?.inr, 2)).toBe(sum(2, 'costInr'));
  expect(Number(totals?.tokens)).toBe(
    sample.usage.reduce((total, row) => total + row.inputTokens + row.outputTokens, 0),
  );
  expect(totals?.first).toEqual(sample.usage[0]?.createdAt);
  expect(totals?.last).toEqual(sample.usage.at(-1)?.createdAt);

  expect(await rows('SELECT email, role FROM users ORDER BY id')).toEqual(
    sample.users.map(({ email, role }) => ({ email, role })),
  );
  expect(
    await rows("SELECT * FROM pricing_config WHERE model_name = 'gemini-2.5-flash-image'"),
  ).toMatchObject([
    { input_text_price_per_1m: '0.300000', output_image_price: '0.039000', usd_to_inr_rate: '83.5000' },
  ]);
  expect(progress[0]).toBe(`1000 of ${sample.usage.length}`);
  expect(progress.at(-1)).toBe(`${sample.usage.length} of ${sample.usage.length}`);
});

test('a load that is cut short leaves nothing behind', async () => {
  const interrupt = new AbortController();
  const loading = loadSample(
    database.admin,
    sample,
    (loaded) => loaded === 5000 && interrupt.abort(new Error('cut short')),
    interrupt.signal,
  );
  await expect(loading).rejects.toThrow('cut short');
  for (const table of TABLES)
    expect(await rows(`SELECT COUNT(*) AS count FROM ${table}`)).toEqual([{ count: '0' }]);
});
