import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { whileLocked } from '@/tests/setup/locked';
import { insertUsers } from '@/tests/setup/rows';
import { send } from '@/tests/setup/send';
import { startServer, type TestServer } from '@/tests/setup/server';
import { signIn } from '@/tests/setup/sign-in';

let database: TestDatabase;
const running: TestServer[] = [];

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await insertUsers(database.admin, ['admin@example.com'], 'admin');
});

afterEach(() => Promise.all(running.splice(0).map((server) => server.stop())));

afterAll(() => database?.drop());

async function start(env: Record<string, string> = {}): Promise<TestServer> {
  const server = await startServer(database, { env });
  running.push(server);
  return server;
}

/** What a server that does not start leaves behind: its exit code and what it says. */
const failureOf = (env: Record<string, string>): Promise<string> =>
  start(env).then(
    () => 'started',
    (error: Error) => error.message.replace('The server ended with ', '').replace(/\{"time".*\n/g, ''),
  );

describe('a start that can not work ends with code 1 and a line that says what to do', () => {
  test('for a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    expect(await failureOf({ PORT: String(port) })).toBe(
      `code 1\nPort ${port} is taken: stop what listens there, or choose another with PORT\n`,
    );
    other.close();
  });

  test.each(['192.0.2.1', 'nowhere.invalid'])('for a host that is not this machine: %s', async (host) => {
    expect(await failureOf({ HOST: host })).toBe(
      `code 1\nHOST ${host} is not an address of this machine: use 127.0.0.1, or 0.0.0.0 for all of them\n`,
    );
  });

  test('for several variables at once, with a line for each', async () => {
    const [, ...lines] = (await failureOf({ SESSION_SECRET: '', DB_PORT: 'x' })).trimEnd().split('\n');
    expect(lines).toEqual([expect.stringContaining('DB_PORT'), expect.stringContaining('SESSION_SECRET')]);
  });
});

describe('SIGTERM', () => {
  test('ends a server that has nothing to do at once, with code 0', async () => {
    const server = await start();
    const connected = await fetch(`${server.baseUrl}/casetool/api/health/live`);
    await connected.text();
    const asked = performance.now();
    await server.stop();
    expect(server.exitCode()).toBe(0);
    expect(performance.now() - asked).toBeLessThan(8000);
  });

  test('lets a report that is under way come to its end, and takes nothing new', async () => {
    const server = await start();
    const cookie = await signIn(server, 'admin@example.com');
    await whileLocked(database, async ({ statements, unlock }) => {
      const report = send(server, '/casetool/api/net-billing', { headers: { Cookie: cookie } });
      await expect.poll(statements).toBeGreaterThan(0);
      const stopped = server.stop();
      const refused = () =>
        send(server, '/casetool/api/health/live').then(
          () => false,
          () => true,
        );
      await expect.poll(refused).toBe(true);
      await unlock();
      expect((await report).status).toBe(200);
      await stopped;
      expect(server.exitCode()).toBe(0);
    });
  });

  test('cuts off what takes longer than 10 seconds, and still ends with code 0', async () => {
    const server = await start();
    const cookie = await signIn(server, 'admin@example.com');
    await whileLocked(database, async ({ statements }) => {
      const report = send(server, '/casetool/api/net-billing', { headers: { Cookie: cookie } });
      report.catch(() => {});
      await expect.poll(statements).toBeGreaterThan(0);
      const asked = performance.now();
      await server.stop();
      expect(performance.now() - asked).toBeGreaterThan(9_000);
      expect(server.exitCode()).toBe(0);
      await expect(report).rejects.toThrow();
    });
  });
});

describe('readiness', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer(database);
  });
  afterAll(() => server?.stop());
  const ready = () => send(server, '/casetool/api/health/ready');
  const admin = (sql: string) => database.admin.query(sql);

  test('is 200 for an account that may read the three tables and nothing else', async () => {
    expect(await ready()).toMatchObject({
      status: 200,
      json: { status: 'ready', missing: [], warnings: [] },
    });
  });

  test.each([
    [
      'a table',
      'RENAME TABLE pricing_config TO gone',
      'RENAME TABLE gone TO pricing_config',
      'The table pricing_config is missing',
    ],
    [
      'a column',
      'ALTER TABLE api_usage_logs RENAME COLUMN cost_inr TO gone',
      'ALTER TABLE api_usage_logs RENAME COLUMN gone TO cost_inr',
      'The table api_usage_logs lacks the column cost_inr',
    ],
    [
      'the role',
      'ALTER TABLE users RENAME COLUMN role TO gone',
      'ALTER TABLE users RENAME COLUMN gone TO role',
      'The table users lacks the column role',
    ],
  ])('names %s that is missing', async (_what, breakIt, mendIt, missing) => {
    await admin(breakIt);
    const answer = await ready();
    await admin(mendIt);
    expect(answer).toMatchObject({ status: 503, json: { status: 'not ready', missing: [missing] } });
  });

  test('names the table that the account may not read', async () => {
    const account = `'${database.reader.user}'@'${database.host}'`;
    await admin(`REVOKE SELECT ON ${database.name}.users FROM ${account}`);
    const answer = await ready();
    await admin(`GRANT SELECT ON ${database.name}.users TO ${account}`);
    expect(answer).toMatchObject({ status: 503, json: { missing: ['The account may not SELECT on users'] } });
  });

  test.each([
    ['a database that does not listen', { DB_PORT: '1' }, 'The database can not be reached'],
    [
      'a wrong password',
      { DB_PASSWORD: 'wrong' },
      'The database refuses the account: see DB_USER, DB_PASSWORD and its rights on DB_NAME',
    ],
  ])('says so in words without secrets: %s', async (_what, env, missing) => {
    const broken = await start(env);
    const answer = await send(broken, '/casetool/api/health/ready');
    expect(answer).toMatchObject({ status: 503, json: { missing: [missing] } });
    expect((await send(broken, '/casetool/api/health/live')).status).toBe(200);
  });
});
