import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { insertCalls, insertUsers } from '@/tests/setup/rows';
import { send } from '@/tests/setup/send';
import { startServer, type TestServer } from '@/tests/setup/server';
import { signIn } from '@/tests/setup/sign-in';

let database: TestDatabase;
let server: TestServer | undefined;

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await insertUsers(database.admin, ['admin@example.com'], 'admin');
  await insertCalls(
    database.admin,
    Array.from({ length: 3_000 }, () => ({ user_id: 1, cost_inr: '0.01' })),
  );
});

afterEach(() => server?.stop());
afterAll(() => database?.drop());

async function start(): Promise<TestServer> {
  const env = {
    REPORT_ENGINE: 'replica',
    REPLICA_PATH: path.join(database.folder, `${database.name}.duckdb`),
    REPLICA_CHECK_SECONDS: '1',
    REPLICA_MAX_AGE_MS: '0',
  };
  server = await startServer(database, { env });
  return server;
}

const answers = (started: TestServer) =>
  expect.poll(() => started.logs(), { timeout: 10_000 }).toContain('the replica answers from here on');

async function costInr(started: TestServer): Promise<unknown> {
  const headers = { Cookie: await signIn(started, 'admin@example.com') };
  const { json } = await send(started, '/casetool/api/net-billing', { headers });
  return (json as { data: { summary: { total_cost_inr: number } } }).data.summary.total_cost_inr;
}

test('asked to stop while it keeps its replica, the program ends in order, and goes on with it when it is started again', async () => {
  for (let starts = 0; starts < 3; starts++) {
    const started = await start();
    await answers(started);
    await insertCalls(database.admin, [{ user_id: 1, cost_inr: '1' }]);
    expect(await costInr(started)).toBe(31 + starts);
    await started.stop('SIGTERM');
    expect(started.exitCode()).toBe(0);
    expect(started.logs().includes('copying the calls')).toBe(starts === 0);
    expect(started.logs()).not.toContain('"level":"error"');
  }
});
