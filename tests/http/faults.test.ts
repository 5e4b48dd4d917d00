import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { type DatabaseProxy, startDatabaseProxy } from '@/tests/setup/database-proxy';
import { statementsOfProgram, whileLocked } from '@/tests/setup/locked';
import { insertCalls, insertUsers } from '@/tests/setup/rows';
import { startServer, type TestServer } from '@/tests/setup/server';
import { signIn } from '@/tests/setup/sign-in';

let database: TestDatabase;
let proxy: DatabaseProxy;
let server: TestServer;
let cookie: string;

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await insertUsers(database.admin, ['admin@example.com'], 'admin');
  await insertCalls(database.admin, [{ user_id: 1, cost_usd: '1.5' }]);
  proxy = await startDatabaseProxy(database);
  // The program starts while its database is down.
  proxy.become('refuse');
  server = await startServer(database, { env: { DB_PORT: String(proxy.port), DB_TIMEOUT_MS: '1500' } });
});

afterAll(async () => {
  await server?.stop();
  await proxy?.close();
  await database?.drop();
});

afterEach(() => proxy.become('none'));

const get = (path: string, init: RequestInit = {}) =>
  fetch(`${server.baseUrl}/casetool/api${path}`, { headers: cookie ? { cookie } : {}, ...init });
const report = () => get('/net-billing');

const runningStatements = () => statementsOfProgram(database);

describe('a database that is down when the program starts', () => {
  test('leaves it alive, not ready, and lets nobody in', async () => {
    proxy.become('refuse');
    expect((await get('/health/live')).status).toBe(200);
    expect((await get('/health/ready')).status).toBe(503);
    const login = await fetch(`${server.baseUrl}/casetool/api/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: 'admin@example.com', password: 'correct horse battery staple' }),
    });
    expect(login.status).toBe(503);
  });

  test('is found when it is up, without a restart', async () => {
    await expect.poll(async () => (await get('/health/ready')).status).toBe(200);
    cookie = await signIn(server, 'admin@example.com');
    expect((await report()).status).toBe(200);
  });
});

describe('a database that goes away', () => {
  test('during the check of who asks: 503 with Retry-After, and nobody is let in', async () => {
    proxy.become('refuse');
    const response = await report();
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(await response.json()).toEqual({ success: false, error: 'Billing data is unavailable' });
  });

  test('and comes back: the next request works', async () => {
    proxy.become('refuse');
    await report();
    proxy.become('none');
    expect((await report()).status).toBe(200);
  });

  test('without a word, swallowing every packet: 503 within the limits', async () => {
    proxy.become('swallow');
    expect((await report()).status).toBe(503);
  });
});

describe('a database that does not answer in time', () => {
  test('is a 504, and the statement is ended there', async () => {
    await whileLocked(database, async () => {
      const response = await report();
      expect(response.status).toBe(504);
      expect(await response.json()).toEqual({ success: false, error: 'Billing data took too long' });
      await expect.poll(runningStatements).toBe(0);
    });
    expect((await report()).status).toBe(200);
  });

  test('has no statement of a visitor who left', async () => {
    await whileLocked(database, async () => {
      const leaving = new AbortController();
      const answer = get('/net-billing?search=x', { headers: { cookie }, signal: leaving.signal });
      await expect.poll(runningStatements, { timeout: 5_000 }).toBeGreaterThan(0);
      leaving.abort();
      await expect(answer).rejects.toThrow();
      await expect.poll(runningStatements, { timeout: 1_000 }).toBe(0);
    });
  });
});

describe('a table without a column that the report reads', () => {
  test('is a 500 without details; readiness and the log name it', async () => {
    await database.admin.query('ALTER TABLE api_usage_logs RENAME COLUMN cost_inr TO cost_in_rupees');
    try {
      const response = await report();
      expect(response.status).toBe(500);
      const body = await response.json();
      expect(body).toEqual({
        success: false,
        error: 'Failed to fetch net billing data',
        request_id: response.headers.get('x-request-id'),
      });
      const ready = await get('/health/ready');
      expect(ready.status).toBe(503);
      expect(await ready.text()).toMatch(/api_usage_logs.*cost_inr/);
      const line = server
        .logs()
        .split('\n')
        .find((line) => line.includes(body.request_id));
      expect(JSON.parse(line ?? '').error.sqlMessage).toContain('cost_inr');
    } finally {
      await database.admin.query('ALTER TABLE api_usage_logs RENAME COLUMN cost_in_rupees TO cost_inr');
    }
    expect((await report()).status).toBe(200);
  });
});

test('a table that is missing is a 500 without details; readiness and the log name it', async () => {
  await database.admin.query('RENAME TABLE pricing_config TO prices_of_models');
  try {
    const response = await report();
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('pricing_config');
    const ready = await get('/health/ready');
    expect(await ready.json()).toMatchObject({ missing: ['The table pricing_config is missing'] });
    const lines = server.logs().split('\n');
    const requestId = String(response.headers.get('x-request-id'));
    expect(lines.find((line) => line.includes(requestId))).toContain('pricing_config');
    expect(lines.find((line) => line.includes('not all is ready') && line.includes('pricing'))).toBeDefined();
  } finally {
    await database.admin.query('RENAME TABLE prices_of_models TO pricing_config');
  }
  expect((await report()).status).toBe(200);
});

test('reports that take every connection leave room to sign in; those beyond the queue are told to come back', async () => {
  await whileLocked(database, async () => {
    // Each a question of its own, of two statements on the locked table.
    const reports = Array.from({ length: 120 }, (_, n) =>
      get(`/net-billing?model=m${n}`).then(({ status, headers }) => ({
        status,
        wait: headers.get('retry-after'),
      })),
    );
    await expect.poll(runningStatements, { timeout: 5_000 }).toBeGreaterThanOrEqual(7);
    expect(await signIn(server, 'admin@example.com')).toContain('casetool_user_id=');
    const answers = await Promise.all(reports);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503, 504]));
    for (const { status, wait } of answers) if (status === 503) expect(Number(wait)).toBeGreaterThan(0);
  });
  expect((await report()).status).toBe(200);
});
