import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Mariadb, startMariadb } from '@/scripts/embedded-mariadb';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { whileLocked } from '@/tests/setup/locked';
import { insertCalls, insertUsers } from '@/tests/setup/rows';
import { type Answer, send, trySignIn } from '@/tests/setup/send';
import { startServer, type TestServer } from '@/tests/setup/server';
import { signIn } from '@/tests/setup/sign-in';

/** A MariaDB of this file's own, which it may kill. */
const folder = path.join(inject('mariadb').folder, 'restarted');
let mariadb: Mariadb;
let database: TestDatabase;
let server: TestServer;
let cookie: string;

beforeAll(async () => {
  mariadb = await startMariadb({ folder });
  database = await createDatabase({ ...mariadb, folder: inject('mariadb').folder });
  database.admin.on('error', () => {});
  await insertUsers(database.admin, ['admin@example.com'], 'admin');
  await insertCalls(database.admin, [{ user_id: 1, cost_usd: '1.5' }]);
  server = await startServer(database, { env: { DB_TIMEOUT_MS: '5000' } });
  cookie = await signIn(server, 'admin@example.com');
});

afterAll(async () => {
  await server?.stop();
  expect(server?.logs()).not.toMatch(/unhandledRejection|uncaughtException/);
  database?.admin.destroy();
  await mariadb?.stop();
  await rm(folder, { recursive: true, force: true });
});

const ask = (path: string): Promise<Answer> => send(server, path, { headers: { Cookie: cookie } });
const askReport = (query = '') => ask(`/casetool/api/net-billing${query}`);
const UNAVAILABLE = { status: 503, json: { success: false, error: 'Billing data is unavailable' } };
const WHOLE = { status: 200, json: { data: { summary: { total_operations: 1, total_cost_usd: 1.5 } } } };

async function restart(end: () => Promise<void>): Promise<void> {
  await end();
  mariadb = await startMariadb({ folder, port: mariadb.port });
}

test.each([
  ['in order', () => mariadb.stop()],
  ['by kill -9', () => mariadb.kill()],
])('the next request works after the database was restarted %s', async (_how, end) => {
  // Several connections are open, and none of them is of use any more.
  await Promise.all(['?model=a', '?model=b', '?model=c'].map(askReport));
  await restart(end);
  expect(await askReport()).toMatchObject(WHOLE);
});

test('while it is gone: 503, for those who sign in too, and the program lives', async () => {
  await restart(async () => {
    await mariadb.kill();
    expect(await askReport()).toMatchObject(UNAVAILABLE);
    expect(await trySignIn(server, 'admin@example.com')).toMatchObject(UNAVAILABLE);
    expect((await ask('/casetool/net-billing')).text).toContain('The database did not answer');
    expect((await ask('/casetool/api/health/live')).status).toBe(200);
    expect(await ask('/casetool/api/health/ready')).toMatchObject({
      status: 503,
      json: { missing: ['The database can not be reached'] },
    });
  });
  expect(await askReport()).toMatchObject(WHOLE);
  expect((await ask('/casetool/api/health/ready')).status).toBe(200);
});

test('killed in the middle of a report: 503, and the next request works', async () => {
  const killed = async () => {
    const answer = await whileLocked(
      database,
      async ({ statements }) => {
        const answer = askReport();
        await expect.poll(statements).toBeGreaterThan(0);
        await mariadb.kill();
        return answer;
      },
      mariadb,
    );
    expect(answer).toMatchObject(UNAVAILABLE);
  };
  await restart(killed);
  expect(await askReport()).toMatchObject(WHOLE);
});
