import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { pool } from '@/lib/server/db/pool';
import { replicaKeeper } from '@/lib/server/replica/keeper';
import { configure } from '@/tests/setup/ask-report';
import { fillAtRandom, randomOf, startWriters } from '@/tests/setup/busy-writers';
import { expectSameFigures } from '@/tests/setup/compare-engines';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { type ReplicaProcess, startReplicaProcess } from '@/tests/setup/replica-process';
import { emptyTables } from '@/tests/setup/rows';

let database: TestDatabase;
let running: ReplicaProcess | undefined;
const random = randomOf(20_261_123);

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
});

afterAll(async () => {
  await pool().end();
  await database.drop();
});

beforeEach(() => emptyTables(database.admin));

afterEach(async () => {
  await running?.kill('SIGKILL');
  await replicaKeeper().stop();
});

const REPLICA = () => ({
  REPLICA_PATH: path.join(database.folder, `${database.name}.duckdb`),
  REPLICA_CHECK_SECONDS: '1',
  REPLICA_MAX_AGE_MS: '0',
});

function start(): ReplicaProcess {
  running = startReplicaProcess(database, { env: REPLICA() });
  return running;
}

async function kill(): Promise<void> {
  const ended = running;
  running = undefined;
  await ended?.kill(random(2) === 0 ? 'SIGKILL' : 'SIGTERM');
}

const CALLS = 240_000;

/** As many calls as take the first copy a while. */
async function fill(): Promise<void> {
  await fillAtRandom(database.admin, 5_000, 20);
  await database.admin.query(
    `INSERT INTO api_usage_logs (user_id, model_name, operation_type, input_tokens, cost_usd, cost_inr, created_at)
     SELECT 1 + seq % 20, CONCAT('m', seq % 7), 1 + seq % 3, seq % 1000, seq / 1000000, seq % 100 / 100,
            '2026-01-01' + INTERVAL seq % 80 * 24 + seq % 24 HOUR
     FROM seq_1_to_${CALLS - 5_000}`,
  );
}

test('killed again and again in its first copy and comparison, it goes on where it was, and ends exact', async () => {
  await fill();
  const begunAt: number[] = [];
  for (let kills = 0; kills < 5; kills++) {
    const { says } = start();
    begunAt.push(Number((await says('copying the calls')).copied));
    await delay(100 * kills + random(350));
    await kill();
    // What was copied already is not what it was.
    await database.admin.query('UPDATE api_usage_logs SET cost_inr = cost_inr + 0.01 WHERE id % 5000 = ?', [
      kills,
    ]);
    await database.admin.query('DELETE FROM api_usage_logs WHERE id % 7000 = ?', [kills]);
  }
  const { says } = start();
  begunAt.push(Number((await says('copying the calls')).copied));
  await says('answers from here on');
  await kill();
  // Never from the beginning again, and further from time to time.
  expect(begunAt).toEqual([...begunAt].sort((a, b) => a - b));
  expect(begunAt[0]).toBe(0);
  expect(begunAt.at(-1)).toBeGreaterThan(20_000);

  await configure(database, REPLICA());
  await expectSameFigures();
  expect(replicaKeeper().status.repaired).toEqual({ added: 0, corrected: 0, removed: 0 });
});

test('killed again and again while it follows and repairs, it needs no new copy, and ends exact', async () => {
  const { adminUser: user, adminPassword: password } = inject('mariadb');
  await fillAtRandom(database.admin, 12_000, 30);
  await start().says('answers from here on');
  const writers = await startWriters(database, { user, password }, { users: 30 });
  for (let kills = 0; kills < 5; kills++) {
    await database.admin.query('SET SESSION innodb_lock_wait_timeout = 30');
    await database.admin
      .query('UPDATE api_usage_logs SET output_tokens = ? WHERE id BETWEEN 1 AND 6000', [kills])
      .catch(() => {});
    await delay(random(900));
    await kill();
    const again = start();
    await again.says('answers from here on');
    expect(again.lines().filter(({ message }) => /copying|made anew/.test(message))).toEqual([]);
  }
  expect(await writers.stop()).toBeGreaterThan(30);
  await kill();

  replicaKeeper().start();
  await expect.poll(() => replicaKeeper().engine, { timeout: 20_000 }).not.toBeNull();
  await replicaKeeper().recount();
  await expectSameFigures();
});
