import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from 'mysql2/promise';
import type { TestDatabase } from './database';

/** Numbers that are the same for the same seed, so that a failure can be looked at again. */
export type Random = (below: number) => number;

export function randomOf(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const MODELS = ['gemini-2.0-flash', 'Gemini-2.0-Flash', 'gemini-3-pro', 'imagen', 'imagén'];
const OPERATIONS = ['text_analysis', 'image_generation', 'image_enhancement'];
const COLUMNS =
  'user_id, generation_log_id, model_name, operation_type, input_tokens, output_tokens, input_images, output_images, cost_usd, cost_inr, created_at';

function valuesOf(random: Random, users: number): unknown[] {
  const orNull = (value: unknown) => (random(12) === 0 ? null : value);
  const created = new Date(Date.UTC(2026, 0, 1) + random(90 * 86_400) * 1000);
  return [
    1 + random(users),
    orNull(random(1_000)),
    MODELS[random(MODELS.length)],
    OPERATIONS[random(3)],
    orNull(random(100_000)),
    orNull(random(100_000)),
    orNull(random(3)),
    orNull(random(3)),
    orNull((random(2_000_000) / 1e6).toFixed(6)),
    orNull((random(20_000) / 100 - 20).toFixed(2)),
    orNull(created.toISOString().slice(0, 19).replace('T', ' ')),
  ];
}

/** Users, and calls of theirs with ids from 1 on, every tenth id left free. */
export async function fillAtRandom(admin: Connection, calls: number, users: number): Promise<void> {
  const random = randomOf(1);
  const people = Array.from({ length: users }, (_, index) => [index + 1, `user${index + 1}@example.com`]);
  await admin.query('INSERT INTO users (id, email) VALUES ?', [people]);
  const ids = Array.from({ length: calls }, (_, index) => 1 + index + Math.floor(index / 9));
  for (let start = 0; start < calls; start += 5_000)
    await admin.query(`INSERT INTO api_usage_logs (id, ${COLUMNS}) VALUES ?`, [
      ids.slice(start, start + 5_000).map((id) => [id, ...valuesOf(random, users)]),
    ]);
}

/** One change anywhere in the table: of a new row, an old one, one with an id that was left free, a user and all theirs. */
async function changeOnce(connection: Connection, random: Random, users: number): Promise<void> {
  const [[{ last }]] = (await connection.query('SELECT MAX(id) AS last FROM api_usage_logs')) as unknown as [
    [{ last: number }],
  ];
  const anywhere = 1 + random(Number(last ?? 1));
  switch (random(8)) {
    case 0:
    case 1:
    case 2:
      return void (await connection.query(`INSERT IGNORE INTO api_usage_logs (${COLUMNS}) VALUES ?`, [
        Array.from({ length: 1 + random(20) }, () => valuesOf(random, users)),
      ]));
    case 3:
      return void (await connection.query(`INSERT IGNORE INTO api_usage_logs (id, ${COLUMNS}) VALUES ?`, [
        [[10 * (1 + random(Math.ceil(anywhere / 10))), ...valuesOf(random, users)]],
      ]));
    case 4: {
      const column = COLUMNS.split(', ')[1 + random(10)] as string;
      const value = valuesOf(random, users)[COLUMNS.split(', ').indexOf(column)];
      return void (await connection.query(
        `UPDATE api_usage_logs SET ${column} = ? WHERE id BETWEEN ? AND ?`,
        [value, anywhere, anywhere + random(30)],
      ));
    }
    case 5:
      return void (await connection.query(
        'UPDATE api_usage_logs SET input_tokens = output_tokens, output_tokens = 7 WHERE id = ?',
        [anywhere],
      ));
    case 6:
      return void (await connection.query('DELETE FROM api_usage_logs WHERE id BETWEEN ? AND ?', [
        anywhere,
        anywhere + random(20),
      ]));
    default:
      if (random(6) === 0) await connection.query('DELETE FROM users WHERE id = ?', [1 + random(users)]);
  }
}

export interface Writers {
  /** Ends them, each after the transaction that it is in. @returns how many transactions were committed */
  stop(): Promise<number>;
}

/** Writers that change anything at any time, in transactions that stay open for a while and end in any order, or are taken back. */
export async function startWriters(
  database: TestDatabase,
  account: { user: string; password: string },
  { writers = 3, users = 40, seed = 7 } = {},
): Promise<Writers> {
  let stopping = false;
  let committed = 0;
  const connections = await Promise.all(
    Array.from({ length: writers }, () => database.connect(account.user, account.password)),
  );
  const write = async (connection: Connection, random: Random) => {
    await connection.query("SET SESSION innodb_lock_wait_timeout = 1, sql_mode = ''");
    while (!stopping) {
      try {
        await connection.query('START TRANSACTION');
        for (let changes = 1 + random(4); changes > 0; changes--) await changeOnce(connection, random, users);
        await delay(random(60));
        await connection.query(random(5) === 0 ? 'ROLLBACK' : 'COMMIT');
        committed++;
      } catch (error) {
        // Two of them in each other's way: one is taken back.
        if (![1205, 1213].includes((error as { errno: number }).errno)) throw error;
        await connection.query('ROLLBACK');
      }
    }
  };
  const all = Promise.all(connections.map((connection, index) => write(connection, randomOf(seed + index))));
  all.catch(() => {});
  return {
    stop: async () => {
      stopping = true;
      await all;
      for (const connection of connections) await connection.end();
      return committed;
    },
  };
}
