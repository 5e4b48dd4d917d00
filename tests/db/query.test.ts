import type { Connection, RowDataPacket } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { MYSQL } from '@/lib/server/db/dialect';
import { CONNECTION_LIMIT, COPYING_CONNECTIONS, pool, RESERVED_CONNECTIONS } from '@/lib/server/db/pool';
import { ask, askForAccess, askInOneSnapshot, type Query } from '@/lib/server/db/query';
import { type Statement, sql } from '@/lib/server/db/sql';
import { usageOfModels, usageOfUsers } from '@/lib/server/db/usage';
import { ClientGoneError, DatabaseTimeoutError, DatabaseUnavailableError } from '@/lib/server/errors';
import { configure } from '@/tests/setup/ask-report';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { insertCalls } from '@/tests/setup/rows';

let database: TestDatabase;
const LIMIT_MS = 1_000;

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await configure(database, { DB_TIMEOUT_MS: String(LIMIT_MS) });
});

afterAll(async () => {
  await pool().end();
  await database.drop();
});

afterEach(async () => {
  await expect.poll(() => statementsOf(database.admin)).toEqual([]);
});

const query = (statement: Statement): Query<{ value: string }> => ({
  name: 'a question of the tests',
  statement,
  row: z.object({ value: z.coerce.string() }),
});

const sleep = (seconds: number) => query(sql`SELECT SLEEP(${seconds}) AS value`);

/** The statements that the program's account has running on the server. */
async function statementsOf(admin: Connection): Promise<{ id: number; statement: string }[]> {
  const [rows] = await admin.query<RowDataPacket[]>(
    'SELECT id, info FROM information_schema.processlist WHERE user = ? AND info IS NOT NULL',
    [database.reader.user],
  );
  return rows.map((row) => ({ id: Number(row.id), statement: String(row.info) }));
}

/** Kills the connection of the statement that is running, or soon will be; not of one that was killed before. */
async function killConnection(before?: number): Promise<number> {
  let id: number | undefined;
  const find = async () => {
    const sleeping = (await statementsOf(database.admin)).filter(({ statement }) =>
      statement.includes('SLEEP'),
    );
    id = sleeping.find((other) => other.id !== before)?.id;
    return id;
  };
  // A second look might find nothing: a new connection's first statement is over at once.
  await expect.poll(find, { timeout: 5_000, interval: 10 }).toBeDefined();
  await database.admin.query(`KILL CONNECTION ${id}`);
  return Number(id);
}

describe('a statement', () => {
  test('has its values bound: text that looks like SQL stays text', async () => {
    const hostile = `'; DROP TABLE users; -- \\' " \` \u0000 🙂`;
    expect(await ask(query(sql`SELECT ${hostile} AS value`))).toEqual([{ value: hostile }]);
  });

  test('of the report is known to the character', () => {
    const scope = {
      period: { start: '2026-03-31T18:30:00Z', end: '2026-04-30T18:30:00Z' },
      filters: { model: ['a', 'b'], operation: ['text_analysis'] },
    };
    const { statement } = usageOfUsers(scope).in(MYSQL);
    expect(statement.sql.replace(/\s+/g, ' ').trim()).toBe(
      'SELECT user_id, operation_type AS operation_type, COUNT(*) AS operations, ' +
        'SUM(COALESCE(input_tokens, 0) + COALESCE(output_tokens, 0)) AS tokens, ' +
        'SUM(COALESCE(input_images, 0) + COALESCE(output_images, 0)) AS images, ' +
        'COALESCE(SUM(cost_usd), 0) AS costUsd, COALESCE(SUM(cost_inr), 0) AS costInr, ' +
        'COUNT(CASE WHEN cost_usd IS NULL OR cost_inr IS NULL THEN 1 END) AS unpricedOperations, ' +
        'MAX(created_at) AS last_activity FROM api_usage_logs ' +
        'WHERE created_at >= ? AND created_at < ? AND model_name IN (?, ?) AND operation_type IN (?) ' +
        'GROUP BY user_id, operation_type',
    );
    expect(statement.values).toEqual([
      '2026-03-31 18:30:00',
      '2026-04-30 18:30:00',
      'a',
      'b',
      'text_analysis',
    ]);
    expect(usageOfModels(scope).in(MYSQL).statement.values).toEqual(statement.values);
  });

  test('that answers with rows of another shape is an error, not a wrong figure', async () => {
    await expect(
      ask({ ...query(sql`SELECT 1 AS something`), row: z.object({ value: z.string() }) }),
    ).rejects.toThrow('unexpected row');
  });

  test('is asked in UTC', async () => {
    expect(await ask(query(sql`SELECT @@session.time_zone AS value`))).toEqual([{ value: '+00:00' }]);
  });
});

describe('a slow statement', () => {
  test('is ended on the server at the limit', async () => {
    // SLEEP would just answer 1 where it is cut short; a join of everything with everything has to be ended.
    const slow = sql`
      SELECT COUNT(*) AS value
      FROM information_schema.columns a, information_schema.columns b, information_schema.columns c`;
    await expect(ask(query(slow))).rejects.toBeInstanceOf(DatabaseTimeoutError);
  });

  test('is ended on the server when nobody waits for it any more', async () => {
    const leaving = new AbortController();
    const answer = ask(sleep(0.9), { signal: leaving.signal });
    await expect.poll(async () => (await statementsOf(database.admin)).length).toBe(1);
    leaving.abort();
    await expect(answer).rejects.toBeInstanceOf(ClientGoneError);
    await expect.poll(() => statementsOf(database.admin), { timeout: 800 }).toEqual([]);
  });

  test('is not even sent for somebody who has left', async () => {
    await expect(ask(sleep(1), { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(ClientGoneError);
  });
});

describe('a connection that is killed under a statement', () => {
  test('costs one more attempt, on a fresh connection', async () => {
    const answer = ask(sleep(0.9));
    await killConnection();
    expect(await answer).toEqual([{ value: '0' }]);
  });

  test('twice: the database is unavailable', async () => {
    const answer = ask(sleep(0.9)).catch((error: unknown) => error);
    await killConnection(await killConnection());
    expect(await answer).toBeInstanceOf(DatabaseUnavailableError);
  });

  test('leaves a pool that works', async () => {
    expect(await ask(query(sql`SELECT 7 AS value`))).toEqual([{ value: '7' }]);
  });
});

test('reports that take every connection they may leave room for who signs in', async () => {
  const most = CONNECTION_LIMIT - RESERVED_CONNECTIONS - COPYING_CONNECTIONS;
  const reports = Array.from({ length: most + 5 }, () => ask(sleep(0.9)));
  await expect.poll(async () => (await statementsOf(database.admin)).length).toBe(most);
  expect(await askForAccess(query(sql`SELECT 1 AS value`))).toEqual([{ value: '1' }]);
  // Answered while every one of them was still running.
  expect((await statementsOf(database.admin)).length).toBe(most);
  expect(await Promise.all(reports)).toHaveLength(most + 5);
});

test('questions in one snapshot see one moment, whatever is written between them', async () => {
  const calls = query(sql`SELECT COUNT(*) AS value FROM api_usage_logs`);
  const seen = await askInOneSnapshot('two counts', async (ask) => {
    const first = await ask(calls);
    await insertCalls(database.admin, [{ user_id: 1 }]);
    return [first, await ask(calls)];
  });
  expect(seen[1]).toEqual(seen[0]);
  expect(await ask(calls)).not.toEqual(seen[0]);
});
