import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { parseReportQuery } from '@/lib/billing/report-query';
import { pool } from '@/lib/server/db/pool';
import { DatabaseUnavailableError } from '@/lib/server/errors';
import { loadReport } from '@/lib/server/net-billing';
import { replicaKeeper } from '@/lib/server/replica/keeper';
import type { Admin } from '@/lib/server/session';
import { askReport, configure } from '@/tests/setup/ask-report';
import { fillAtRandom } from '@/tests/setup/busy-writers';
import { expectSameFigures } from '@/tests/setup/compare-engines';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { type DatabaseProxy, startDatabaseProxy } from '@/tests/setup/database-proxy';
import { emptyTables, insertCalls } from '@/tests/setup/rows';

let database: TestDatabase;
let proxy: DatabaseProxy;
const keeper = replicaKeeper();

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await database.admin.query('CREATE TABLE first LIKE api_usage_logs');
  proxy = await startDatabaseProxy(database);
  await configure(database, { DB_PORT: String(proxy.port), REPLICA_CHECK_SECONDS: '1' });
});

afterAll(async () => {
  await keeper.stop();
  await pool().end();
  await proxy.close();
  await database.drop();
});

beforeEach(async () => {
  // As it was, in one step: the program never finds it missing.
  await database.admin.query(`
    CREATE TABLE fresh LIKE first;
    RENAME TABLE api_usage_logs TO former, fresh TO api_usage_logs;
    SET FOREIGN_KEY_CHECKS = 0;
    DROP TABLE former`);
  await emptyTables(database.admin);
});
afterEach(() => proxy.become('none'));

const ready = () => vi.waitUntil(() => keeper.engine !== null, { timeout: 30_000 });
const failsWith = (reason: string | RegExp) =>
  expect
    .poll(() => keeper.status.phase, { timeout: 10_000 })
    .toEqual({ name: 'failed', reason: expect.stringMatching(reason) });

const alter = (how: string) =>
  database.admin.query(`SET FOREIGN_KEY_CHECKS = 0, sql_mode = ''; ALTER TABLE api_usage_logs ${how}`);

/** Whichever engine answers. */
const report = async () => (await loadReport({} as Admin, parseReportQuery(new URLSearchParams()))).report;

async function restart(): Promise<void> {
  await keeper.stop();
  keeper.start();
}

describe('a database that is away', () => {
  test('while the replica is ready: no answer, rather than an old one; and a new one as soon as it is back', async () => {
    await ready();
    await insertCalls(database.admin, [{ user_id: 1, cost_usd: '1' }]);
    expect((await askReport()).summary.total_cost_usd).toBe(1);
    proxy.become('refuse');
    await insertCalls(database.admin, [{ user_id: 1, cost_usd: '2' }]);
    await expect(askReport()).rejects.toBeInstanceOf(DatabaseUnavailableError);
    proxy.become('none');
    await ready();
    expect((await askReport()).summary.total_cost_usd).toBe(3);
    await expectSameFigures();
  });

  test('when it starts and while it copies: it goes on by itself, and ends exact', async () => {
    await fillAtRandom(database.admin, 25_000, 10);
    proxy.become('refuse');
    await restart();
    await failsWith('the database does not answer');
    // Answers that are longer than a few thousand bytes break off, twice.
    proxy.become('cut', 2);
    await ready();
    await keeper.recount();
    await expectSameFigures();
  });
});

describe('what the replica can not carry, MySQL answers, and the reason is told', () => {
  const COLUMNS = 'id, user_id, model_name, input_tokens, cost_usd, cost_inr';
  const insert = (values: string) =>
    database.admin.query(
      `SET FOREIGN_KEY_CHECKS = 0; INSERT INTO api_usage_logs (${COLUMNS}) VALUES (${values})`,
    );

  const CASES = [
    {
      what: 'an id past 2^53',
      column: 'MODIFY id BIGINT NOT NULL AUTO_INCREMENT',
      row: "9007199254740993, 1, 'm', 1, 1, 1",
      reason: /^The id 9007199254740993 is past 2\^53/,
      back: 'MODIFY id INT NOT NULL AUTO_INCREMENT',
    },
    {
      what: 'a number past 63 bits',
      column: 'MODIFY input_tokens BIGINT UNSIGNED',
      row: "1, 1, 'm', 18446744073709551615, 1, 1",
      reason: /^The number 18446744073709551615 has more than 64 bits/,
      back: 'MODIFY input_tokens INT',
    },
    {
      what: 'more digits than an amount has',
      column: 'MODIFY cost_inr DECIMAL(30, 2)',
      row: "1, 1, 'm', 1, 1, 99999999999999999999.25",
      reason: /^The amount 99999999999999999999\.25 has more than 18 digits/,
      back: 'MODIFY cost_inr DECIMAL(10, 2)',
    },
  ];

  test.each(CASES)('$what', async ({ column, row, reason, back }) => {
    await ready();
    await alter(column);
    await insert(row);
    expect((await report()).summary.usage.operations).toBe(1n);
    await failsWith(reason);
    await database.admin.query('DELETE FROM api_usage_logs');
    await alter(back);
    await ready();
    await insert("2, 1, 'm', 1, 1, 1");
    await expectSameFigures();
  });

  test('more decimals than an amount has: nobody can add it up exactly, and the reason is told', async () => {
    await ready();
    await alter('MODIFY cost_usd DECIMAL(16, 10)');
    await insert("1, 1, 'm', 1, 0.00000000015, 1");
    await expect(report()).rejects.toThrow();
    await failsWith(/^More than 6 decimals in 0\.0000000002: the amount can't be carried exactly/);
    await database.admin.query('DELETE FROM api_usage_logs');
    await alter('MODIFY cost_usd DECIMAL(10, 6)');
    await ready();
  });

  test('no column generation_log_id: the report works in full, and the replica again when there is one', async () => {
    await ready();
    await alter('DROP COLUMN generation_log_id');
    await insert("1, 1, 'm', 5, 1, 1");
    expect((await report()).summary.usage.operations).toBe(1n);
    await failsWith(/lacks the column generation_log_id, which the replica copies$/);
    await alter('ADD COLUMN generation_log_id INT NULL');
    await ready();
    await expectSameFigures();
  });

  test('a column more, or in another place, is no matter', async () => {
    await ready();
    await alter("ADD COLUMN note VARCHAR(20) DEFAULT 'x' FIRST, MODIFY cost_inr DECIMAL(10, 2) AFTER id");
    await insert("1, 1, 'm', 5, 1, 1");
    await expectSameFigures();
    expect(keeper.status.phase.name).toBe('ready');
    await alter('DROP COLUMN note');
  });
});

describe('exact all the same', () => {
  test('on a server whose sessions do not commit by themselves, see what is not committed, and speak another SQL', async () => {
    const { user } = database.reader;
    const forReader = (own: string, usual: string) => `IF(CURRENT_USER() LIKE '${user}@%', ${own}, ${usual})`;
    const setUp = [
      `autocommit = ${forReader('0', '1')}`,
      `tx_isolation = ${forReader("'READ-UNCOMMITTED'", "'REPEATABLE-READ'")}`,
      `sql_mode = ${forReader("'ANSI,PAD_CHAR_TO_FULL_LENGTH,NO_UNSIGNED_SUBTRACTION'", '@@sql_mode')}`,
      `time_zone = ${forReader("'+09:00'", '@@time_zone')}`,
    ].join(', ');
    await database.admin.query('SET GLOBAL init_connect = ?', [`SET ${setUp}`]);
    try {
      proxy.become('refuse');
      await delay(100);
      proxy.become('none');
      await restart();
      await ready();
      await database.admin.query('SET FOREIGN_KEY_CHECKS = 0');
      await database.admin.query('START TRANSACTION');
      await database.admin.query(
        "INSERT INTO api_usage_logs (user_id, model_name, cost_inr) VALUES (1, 'm', 7)",
      );
      expect((await askReport()).summary.total_operations).toBe(0);
      await database.admin.query('ROLLBACK');
      await insertCalls(database.admin, [{ user_id: 1, cost_inr: '1', created_at: '2026-04-01 23:00:00' }]);
      await expectSameFigures();
      await insertCalls(database.admin, [{ user_id: 1, cost_inr: '1' }]);
      expect((await askReport()).summary.total_operations).toBe(2);
      await expectSameFigures();
      expect((await keeper.recount())?.found).toEqual({ added: 0, corrected: 0, removed: 0 });
    } finally {
      await database.admin.query("SET GLOBAL init_connect = ''");
    }
  });

  test('with unsigned columns, dates of every kind, and statements that were prepared before the table was altered', async () => {
    await ready();
    await insertCalls(database.admin, [{ user_id: 1 }, { user_id: 2, created_at: null }]);
    await expectSameFigures();
    await alter(`
      MODIFY id INT UNSIGNED NOT NULL AUTO_INCREMENT, MODIFY user_id INT UNSIGNED NOT NULL,
      MODIFY input_tokens SMALLINT UNSIGNED, MODIFY output_tokens BIGINT UNSIGNED,
      MODIFY cost_usd DECIMAL(10, 6) UNSIGNED, MODIFY created_at DATETIME(3) NULL`);
    const dates = [
      '1969-12-31 23:59:59.999',
      '1000-01-01 00:00:00',
      '2026-05-01 00:00:00.001',
      '9999-12-31 00:00:00.999',
    ];
    for (const date of dates)
      await database.admin.query(
        `INSERT INTO api_usage_logs (user_id, model_name, input_tokens, output_tokens, cost_usd, created_at)
         VALUES (4294967295, 'm', 65535, 9007199254740991, 1, ?)`,
        [date],
      );
    await database.admin.query(
      "INSERT INTO api_usage_logs (id, user_id, model_name) VALUES (4294967290, 1, 'm')",
    );
    await expectSameFigures();
    expect((await keeper.recount())?.found).toEqual({ added: 0, corrected: 0, removed: 0 });
  });
});
