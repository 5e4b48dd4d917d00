import path from 'node:path';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { pool } from '@/lib/server/db/pool';
import { askInOneSnapshot, type Query } from '@/lib/server/db/query';
import { missingInDatabase } from '@/lib/server/db/readiness';
import { sql } from '@/lib/server/db/sql';
import { findUserById } from '@/lib/server/db/users';
import { DatabaseTimeoutError, DatabaseUnavailableError } from '@/lib/server/errors';
import { type Mariadb, startMariadb } from '@/scripts/embedded-mariadb';
import { askReport, askTrend, configure } from '@/tests/setup/ask-report';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { emptyTables, insertCalls, insertUsers } from '@/tests/setup/rows';
import {
  DATA_SERVERS,
  headOptions,
  onEach,
  startDataServer,
  startDataServers,
  whereIs,
} from '@/tests/setup/spider';

/** Servers of this file's own: it stops them, and counts what they send. */
const folder = path.join(inject('mariadb').folder, 'three-data-servers');
let head: Mariadb;
let servers: Mariadb[];
let database: TestDatabase;

/** Settings that a server may have by default, and that the report must not follow. */
const FOREIGN = ['--default-time-zone=+09:00', '--transaction-isolation=READ-COMMITTED'];

const USERS = 60;
const CALLS = 6_000;

beforeAll(async () => {
  head = await startMariadb({
    folder: path.join(folder, 'head'),
    serverOptions: [...(await headOptions()), ...FOREIGN],
  });
  servers = await startDataServers(folder, { serverOptions: FOREIGN });
  database = await createDatabase({ ...whereIs(head), folder, dataServers: servers.map(whereIs) });
  await onDataServers(`ALTER USER 'head_${database.name}'@'%' WITH MAX_STATEMENT_TIME 2`);
  configure(database, { DB_TIMEOUT_MS: '1000' });
});

afterAll(async () => {
  await pool().end();
  await database.admin.end();
  await Promise.all([head, ...servers].map((server) => server.stop()));
});

/** The same question to each data server, about this database's calls there. */
const onDataServers = (statement: string): Promise<RowDataPacket[][]> =>
  onEach(servers.map(whereIs), async (connection) => {
    await connection.query(`USE ${database.name}`);
    const [rows] = await connection.query<RowDataPacket[]>(statement);
    return rows;
  });

const numbers = async (statement: string): Promise<number[]> =>
  (await onDataServers(statement)).map(([row]) => Number(Object.values(row ?? {})[0]));

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

describe('calls spread over three data servers by their user', () => {
  beforeAll(async () => {
    await emptyTables(database.admin);
    await insertUsers(
      database.admin,
      Array.from({ length: USERS }, (_, n) => `u${n + 1}@example.com`),
    );
    await insertCalls(
      database.admin,
      Array.from({ length: CALLS }, (_, n) => ({
        user_id: 1 + (n % USERS),
        model_name: `m${n % 4}`,
        input_tokens: n,
        cost_usd: `${n}.000001`,
        cost_inr: '0.01',
        created_at: `2026-04-${String(1 + (n % 30)).padStart(2, '0')} 20:00:00`,
      })),
    );
  });

  test('lie where their user is, and nowhere else', async () => {
    expect(await numbers('SELECT COUNT(*) FROM api_usage_logs')).toEqual(
      Array(DATA_SERVERS).fill(CALLS / DATA_SERVERS),
    );
    const users = (await onDataServers('SELECT DISTINCT user_id FROM api_usage_logs')).map((rows) =>
      rows.map(({ user_id }) => Number(user_id)),
    );
    expect(new Set(users.flat()).size).toBe(USERS);
    expect(users.flat()).toHaveLength(USERS);
  });

  test('are reported as their sum over the servers, to the millionth and the paisa', async () => {
    const { summary, userBilling } = await askReport();
    // The sum of 0 … 5,999, and 6,000 millionths.
    expect(summary).toMatchObject({
      total_users: USERS,
      active_users: USERS,
      total_operations: CALLS,
      total_tokens: 17_997_000,
      total_cost_usd: 17_997_000.006,
      total_cost_inr: 60,
    });
    const micros = await numbers('SELECT CAST(SUM(cost_usd) * 1000000 AS UNSIGNED) FROM api_usage_logs');
    expect(sumOf(micros)).toBe(17_997_000_006_000);
    expect(userBilling.map(({ total_operations }) => total_operations)).toEqual(Array(USERS).fill(100));
    const { total, buckets } = await askTrend('by=user&every=day');
    expect(total.total_cost_usd).toBe(summary.total_cost_usd);
    // 20:00 UTC is past midnight in Kolkata.
    expect(buckets[0]?.from).toBe('2026-04-02');
  });

  test('are added up where they lie: what comes to the head is sums', async () => {
    const sent = () =>
      numbers(
        "SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'ROWS_SENT'",
      );
    const before = await sent();
    await askReport('from=2026-04-01&to=2026-04-20&model=m1');
    await askTrend('by=model&every=week');
    const after = await sent();
    for (const [index, count] of after.entries()) expect(count - (before[index] ?? 0)).toBeLessThan(300);
  });

  test('have their days in the reporting zone, whatever the zones of the servers', async () => {
    // In Kolkata 8 April begins at 18:30 UTC, in the servers' zone at 15:00.
    expect((await askReport('from=2026-04-08&to=2026-04-08')).summary.total_operations).toBe(CALLS / 30);
    await insertCalls(database.admin, [
      { user_id: 1, model_name: 'late', created_at: '2026-05-01 18:29:59' },
      { user_id: 2, model_name: 'late', created_at: '2026-05-01 18:30:00' },
    ]);
    const { userBilling } = await askReport('from=2026-05-02&model=late');
    expect(userBilling.filter(({ total_operations }) => total_operations > 0)).toMatchObject([
      { user_id: 2, last_activity: '2026-05-01T18:30:00.000Z' },
    ]);
  });

  test('are seen as they were at the first of several questions, on every server', async () => {
    const calls: Query<{ count: number }> = {
      name: 'calls',
      statement: sql`SELECT COUNT(*) AS count FROM api_usage_logs`,
      row: z.object({ count: z.coerce.number() }),
    };
    const counts = await askInOneSnapshot('two counts', async (ask) => {
      const first = await ask(calls);
      await insertCalls(
        database.admin,
        [1, 2, 3].map((user_id) => ({ user_id, model_name: 'later' })),
      );
      return [...first, ...(await ask(calls))];
    });
    expect(counts[1]).toEqual(counts[0]);
    expect((await askReport('model=later')).summary.total_operations).toBe(3);
  });
});

describe('a data server', () => {
  test('that is slow is given up at the limit, and goes on with nothing', async () => {
    await whileLocked(async () => {
      await expect(askReport('from=2026-04-01')).rejects.toBeInstanceOf(DatabaseTimeoutError);
    });
  });

  test('that ends a statement itself is told of as a limit, not as a fault', async () => {
    await whileLocked(async () => {
      await expect(database.admin.query('SELECT COUNT(*) FROM api_usage_logs')).rejects.toMatchObject({
        errno: 1969,
      });
    });
  });

  test('that is down makes the report unavailable, and nothing else; it recovers by itself', async () => {
    const before = (await askReport()).summary;
    await restartLast(async () => {
      await expect(askReport('from=2026-04-02')).rejects.toBeInstanceOf(DatabaseUnavailableError);
      expect(await findUserById(1)).toMatchObject({ email: 'u1@example.com' });
    });
    expect((await askReport()).summary).toEqual(before);
  });

  test('that was restarted between two questions is not noticed', async () => {
    const before = await askReport('from=2026-04-03');
    await restartLast(async () => {});
    expect((await askReport('from=2026-04-03')).summary).toEqual(before.summary);
  });

  test('holds all that the report needs, as far as the program can tell', async () => {
    expect(await missingInDatabase()).toEqual({ missing: [], errors: [] });
  });

  /** Makes every statement about the calls of one server wait, until the end of `work` and of all of them. */
  async function whileLocked(work: () => Promise<void>): Promise<void> {
    await onEach(servers.slice(-1).map(whereIs), async (connection) => {
      await connection.query(`LOCK TABLES ${database.name}.api_usage_logs WRITE`);
      await work();
      await expect.poll(() => statementsOf(connection)).toEqual([]);
    });
  }

  /** What the head has running there. */
  async function statementsOf(connection: Connection): Promise<string[]> {
    const [rows] = await connection.query<RowDataPacket[]>(
      'SELECT info FROM information_schema.processlist WHERE user = ? AND info IS NOT NULL',
      [`head_${database.name}`],
    );
    return rows.map(({ info }) => String(info));
  }

  async function restartLast(meanwhile: () => Promise<void>): Promise<void> {
    const { port } = servers.at(-1) ?? head;
    await servers.at(-1)?.kill();
    try {
      await meanwhile();
    } finally {
      const options = { port, serverOptions: FOREIGN };
      servers[DATA_SERVERS - 1] = await startDataServer(folder, DATA_SERVERS, options);
    }
  }
});
