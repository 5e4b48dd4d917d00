import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { type DatabaseProxy, startDatabaseProxy } from '@/tests/setup/database-proxy';
import { statementsOfProgram, whileLocked } from '@/tests/setup/locked';
import { parseExposition } from '@/tests/setup/metrics';
import { insertCalls, insertUsers } from '@/tests/setup/rows';
import { type Answer, send } from '@/tests/setup/send';
import { startServer, type TestServer } from '@/tests/setup/server';
import { signIn } from '@/tests/setup/sign-in';

const USERS = 1_000;
const METRICS_TOKEN = 'a-token-of-sixteen-or-more';

let database: TestDatabase;
let proxy: DatabaseProxy;
let server: TestServer;
let cookie: string;

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await insertUsers(database.admin, ['admin@example.com'], 'admin');
  const emails = Array.from({ length: USERS - 1 }, (_, n) => `somebody.number.${n}@example.com`);
  await insertUsers(database.admin, emails);
  await insertCalls(database.admin, [{ user_id: 1, cost_usd: '1.5' }]);
  proxy = await startDatabaseProxy(database);
  server = await startServer(database, {
    env: { DB_PORT: String(proxy.port), DB_TIMEOUT_MS: '3000', METRICS_TOKEN },
  });
  cookie = await signIn(server, 'admin@example.com');
});

/** Whatever happened in between, the program is whole, and nothing is left of it on the database. */
afterEach(async () => {
  proxy.become('none');
  expect(await ask('/casetool/api/net-billing')).toMatchObject(WHOLE);
  await expect.poll(() => statementsOfProgram(database)).toBe(0);
  await expect.poll(connectionsInUse).toBe(0);
});

/** Connections that the program believes to be at work. */
async function connectionsInUse(): Promise<number | undefined> {
  const { text } = await send(server, '/casetool/api/metrics', {
    headers: { Authorization: `Bearer ${METRICS_TOKEN}` },
  });
  return parseExposition(text).get('net_billing_pool_connections{state="in_use"}');
}

afterAll(async () => {
  await server?.stop();
  expect(server?.exitCode()).toBe(0);
  expect(server?.logs()).not.toMatch(/unhandledRejection|uncaughtException/);
  await proxy?.close();
  await database?.drop();
});

const ask = (path: string): Promise<Answer> => send(server, path, { headers: { Cookie: cookie } });
const askReport = (query = '') => ask(`/casetool/api/net-billing${query}`);

const WHOLE = {
  status: 200,
  json: {
    success: true,
    data: { summary: { total_users: USERS, total_operations: 1, total_cost_usd: 1.5 } },
  },
};
const UNAVAILABLE = { status: 503, json: { success: false, error: 'Billing data is unavailable' } };
const TOO_SLOW = { status: 504, json: { success: false, error: 'Billing data took too long' } };

/** The lines of the log that were written on behalf of the request with this answer. */
const loggedFor = (answer: Answer): { level: string; message: string }[] =>
  server
    .logs()
    .split('\n')
    .filter((line) => line.includes(String(answer.headers['x-request-id'])))
    .map((line) => JSON.parse(line));

const RETRIED = { level: 'warn', message: 'the connection to the database broke; trying once more' };

/** Kills the program's connections on the database that are in the middle of a statement. */
async function killConnections(): Promise<void> {
  const [rows] = await database.admin.query(
    'SELECT id FROM information_schema.processlist WHERE user = ? AND info IS NOT NULL',
    [database.reader.user],
  );
  for (const { id } of rows as { id: string }[]) await database.admin.query(`KILL CONNECTION ${id}`);
}

describe('a connection that breaks in the middle of a statement', () => {
  test.each([
    ['killed on the server', () => killConnections()],
    ['reset', async () => proxy.become('reset')],
    ['closed in an orderly way', async () => proxy.become('refuse')],
    ['closed on the side of the database alone', async () => proxy.become('half-close')],
  ])('%s: the statement is sent once more on a fresh one', async (_how, breakIt) => {
    const answer = await whileLocked(database, async ({ statements, unlock }) => {
      const answer = askReport();
      await expect.poll(statements).toBeGreaterThanOrEqual(2);
      await breakIt();
      proxy.become('none');
      await unlock();
      return answer;
    });
    expect(answer).toMatchObject(WHOLE);
    expect(loggedFor(answer)).toContainEqual(expect.objectContaining(RETRIED));
  });

  test('and breaks again: 503 with Retry-After', async () => {
    const answer = await whileLocked(database, async ({ statements }) => {
      const answer = askReport();
      await expect.poll(statements).toBeGreaterThanOrEqual(2);
      proxy.become('reset');
      return answer;
    });
    expect(answer).toMatchObject(UNAVAILABLE);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('an answer of the database that is cut in its middle', () => {
  test('is asked for once more, and never taken for the whole', async () => {
    proxy.become('cut', 1);
    const answer = await askReport();
    expect(answer).toMatchObject(WHOLE);
    expect(loggedFor(answer)).toContainEqual(expect.objectContaining(RETRIED));
  });

  test('each time: 503', async () => {
    proxy.become('cut');
    expect(await askReport()).toMatchObject(UNAVAILABLE);
  });
});

describe('idle connections that the network has closed', () => {
  test.each(['refuse', 'reset', 'half-close'] as const)('by %s are not used any more', async (fault) => {
    await Promise.all(['?model=a', '?model=b'].map(askReport));
    proxy.become(fault);
    proxy.become('none');
    expect(await askReport()).toMatchObject(WHOLE);
  });
});

describe('a network that resets every connection', () => {
  test('is a 503, for those who sign in too', async () => {
    proxy.become('reset');
    expect(await askReport()).toMatchObject(UNAVAILABLE);
    await expect(signIn(server, 'admin@example.com')).rejects.toThrow('503');
  });
});

describe('an answer of the database that comes late', () => {
  test('is not waited for beyond the limit: 504, and the statement is ended', async () => {
    const answer = await whileLocked(database, async ({ statements, unlock }) => {
      const answer = askReport();
      await expect.poll(statements).toBeGreaterThanOrEqual(2);
      proxy.become('delay');
      await unlock();
      return answer;
    });
    expect(answer).toMatchObject(TOO_SLOW);
  });

  test('at the look-up of who asks: 503, and nobody is let in', async () => {
    proxy.become('delay');
    expect(await askReport()).toMatchObject(UNAVAILABLE);
  });
});

describe('a network that swallows every packet', () => {
  test('is a 503, and leaves no connection waiting for ever', async () => {
    // Half of the open connections are asked in vain; to end that on the server the program takes the other half.
    await Promise.all(Array.from({ length: 12 }, (_, n) => askReport(`?model=m${n}`)));
    proxy.become('swallow');
    const answers = await Promise.all(Array.from({ length: 5 }, () => askReport()));
    for (const answer of answers) expect(answer).toMatchObject(UNAVAILABLE);
  });

  test('is a 503 for those who have no connection yet, too', async () => {
    proxy.become('reset');
    proxy.become('swallow');
    expect(await askReport()).toMatchObject(UNAVAILABLE);
  });

  test('in the middle of a statement: 504', async () => {
    const answer = await whileLocked(database, async ({ statements }) => {
      const answer = askReport();
      await expect.poll(statements).toBeGreaterThanOrEqual(2);
      proxy.become('swallow');
      return answer;
    });
    expect(answer).toMatchObject(TOO_SLOW);
  });
});
