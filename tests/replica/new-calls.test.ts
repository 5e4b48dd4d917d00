import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { pool } from '@/lib/server/db/pool';
import { replicaKeeper } from '@/lib/server/replica/keeper';
import { configure } from '@/tests/setup/ask-report';
import { areSameFigures, EVERYTHING, replicaEngine } from '@/tests/setup/compare-engines';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { emptyTables, insertCalls } from '@/tests/setup/rows';

let database: TestDatabase;
const open: Connection[] = [];

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  // The first round is over before the tests, and no other one comes while they run.
  await configure(database, { REPLICA_CHECK_SECONDS: '3600', REPLICA_MAX_AGE_MS: '300' });
});

afterAll(async () => {
  await replicaKeeper().stop();
  await pool().end();
  await database.drop();
});

beforeEach(() => emptyTables(database.admin));

afterEach(async () => {
  for (const connection of open.splice(0)) await connection.end();
});

async function connect(): Promise<Connection> {
  const { adminUser, adminPassword } = inject('mariadb');
  const connection = await database.connect(adminUser, adminPassword);
  open.push(connection);
  return connection;
}

describe('without a round', () => {
  const calls = async () =>
    (await replicaEngine().breakdowns(EVERYTHING)).usageOfModels.reduce(
      (sum, { usage }) => sum + Number(usage.operations),
      0,
    );
  const afterMaxAge = async () => {
    await delay(350);
    await replicaEngine().freshen();
    return calls();
  };

  test('calls are in the next answer after they were committed, and not before', async () => {
    expect(await afterMaxAge()).toBe(0);
    const writer = await connect();
    await writer.query('SET FOREIGN_KEY_CHECKS = 0');
    await writer.query('START TRANSACTION');
    await writer.query("INSERT INTO api_usage_logs (user_id, model_name) VALUES (1, 'm')");
    expect(await afterMaxAge()).toBe(0);
    await writer.query('COMMIT');
    expect(await afterMaxAge()).toBe(1);
  });

  test('a transaction that ends after hundreds of later ones is in the next answer as well', async () => {
    const slow = await connect();
    await slow.query('SET FOREIGN_KEY_CHECKS = 0');
    await slow.query('START TRANSACTION');
    await slow.query("INSERT INTO api_usage_logs (user_id, model_name) VALUES (1, 'slow')");
    await insertCalls(
      database.admin,
      Array.from({ length: 1_500 }, () => ({ user_id: 2 })),
    );
    expect(await afterMaxAge()).toBe(1_500);
    await slow.query('COMMIT');
    expect(await afterMaxAge()).toBe(1_501);
    expect(await areSameFigures()).toBe(true);
  });

  test('what is changed, deleted or taken back among the newest calls is so in the next answer', async () => {
    await insertCalls(
      database.admin,
      Array.from({ length: 50 }, (_, index) => ({ user_id: 1, input_tokens: index })),
    );
    expect(await afterMaxAge()).toBe(50);
    await database.admin.query('UPDATE api_usage_logs SET input_tokens = 1000 WHERE id = 20');
    await database.admin.query('DELETE FROM api_usage_logs WHERE id IN (3, 49, 50)');
    await database.admin.query('UPDATE api_usage_logs SET id = 900 WHERE id = 30');
    expect(await afterMaxAge()).toBe(47);
    expect(await areSameFigures()).toBe(true);
  });

  test('a table that is emptied, and begins with id 1 again, has its new calls in the next answer', async () => {
    await insertCalls(
      database.admin,
      Array.from({ length: 100 }, () => ({ user_id: 1, cost_usd: '1' })),
    );
    expect(await afterMaxAge()).toBe(100);
    await database.admin.query('TRUNCATE api_usage_logs');
    expect(await afterMaxAge()).toBe(0);
    await insertCalls(database.admin, [{ user_id: 3, cost_usd: '0.5' }]);
    expect(await afterMaxAge()).toBe(1);
    await insertCalls(
      database.admin,
      Array.from({ length: 150 }, () => ({ user_id: 4, cost_usd: '0.25' })),
    );
    expect(await afterMaxAge()).toBe(151);
    expect(await areSameFigures()).toBe(true);
  });

  test('after a table was emptied its low ids are new ones, even beside one that is far ahead', async () => {
    await insertCalls(
      database.admin,
      Array.from({ length: 5_000 }, () => ({ user_id: 1 })),
    );
    expect(await afterMaxAge()).toBe(5_000);
    await database.admin.query('TRUNCATE api_usage_logs');
    expect(await afterMaxAge()).toBe(0);
    await insertCalls(database.admin, [{ user_id: 2 }, { user_id: 3 }]);
    await database.admin.query(
      "INSERT INTO api_usage_logs (id, user_id, model_name) VALUES (2000000000, 4, 'far ahead')",
    );
    expect(await afterMaxAge()).toBe(3);
    expect(await areSameFigures()).toBe(true);
  });

  test('an answer that nobody waited for leaves nothing behind that would show an old state', async () => {
    expect(await afterMaxAge()).toBe(0);
    await insertCalls(
      database.admin,
      Array.from({ length: 3_000 }, () => ({ user_id: 1 })),
    );
    expect(await afterMaxAge()).toBe(3_000);
    for (let added = 1; added <= 5; added++) {
      const leaving = new AbortController();
      const answers = [1, 2, 3, 4].map(() =>
        replicaEngine().breakdowns(EVERYTHING, { signal: leaving.signal }),
      );
      setTimeout(() => leaving.abort(), added);
      await Promise.allSettled(answers);
      await insertCalls(database.admin, [{ user_id: 2 }]);
      expect(await afterMaxAge()).toBe(3_000 + added);
    }
    expect(await areSameFigures()).toBe(true);
  });
});
