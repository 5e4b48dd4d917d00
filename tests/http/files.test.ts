import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { type DatabaseProxy, startDatabaseProxy } from '@/tests/setup/database-proxy';
import { whileLocked } from '@/tests/setup/locked';
import { insertCalls, insertUsers } from '@/tests/setup/rows';
import { send } from '@/tests/setup/send';
import { startServer, type TestServer } from '@/tests/setup/server';
import { signIn } from '@/tests/setup/sign-in';

let database: TestDatabase;
let proxy: DatabaseProxy;
let server: TestServer;
let cookie: string;

/** More than what lies between a server and a client that does not read. */
const CALLS = 262_144;

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await insertUsers(database.admin, ['admin@example.com'], 'admin');
  await insertCalls(database.admin, [{ user_id: 1, cost_usd: '0.000001', model_name: 'm'.repeat(100) }]);
  // Doubled 18 times, over four days.
  for (let rows = 1; rows < CALLS; rows *= 2)
    await database.admin.query(
      `INSERT INTO api_usage_logs (user_id, model_name, operation_type, cost_usd, created_at)
       SELECT user_id, model_name, operation_type, cost_usd, created_at + INTERVAL ${rows} SECOND FROM api_usage_logs`,
    );
  proxy = await startDatabaseProxy(database);
  server = await start();
  cookie = await signIn(server, 'admin@example.com');
}, 120_000);

const start = () =>
  startServer(database, {
    env: { DB_PORT: String(proxy.port), DB_TIMEOUT_MS: '5000', REPORT_ENGINE: 'mysql' },
  });

afterAll(async () => {
  await server?.stop();
  await proxy?.close();
  await database?.drop();
});

afterEach(() => proxy.become('none'));

const PATH = '/casetool/api/net-billing/export';
const get = (path: string, init: RequestInit = {}) =>
  fetch(`${server.baseUrl}${PATH}${path}`, { headers: { cookie }, ...init });

describe.each([
  ['/report', 'net-billing_2026-04-01_2026-04-30.csv', 'NET BILLING REPORT'],
  ['/users', 'net-billing-users_2026-04-01_2026-04-30.csv', 'Email,'],
  ['/models', 'net-billing-models_2026-04-01_2026-04-30.csv', 'Model,'],
  ['/calls', 'net-billing-calls_2026-04-01_2026-04-30.csv', 'Call ID,'],
])('the file %s', (path, name, beginning) => {
  const april = `${path}?from=2026-04-01&to=2026-04-30&model=none`;

  test('is named, never cached, and begins with a byte order mark', async () => {
    const response = await get(april);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${name}"`);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer())).toMatch(
      new RegExp(`^\uFEFF${beginning}`),
    );
  });

  test('can be asked about before it is fetched: its name, and of when its figures are', async () => {
    const asked = await get(april, { method: 'HEAD' });
    expect(asked.headers.get('content-disposition')).toContain(name);
    expect(await asked.text()).toBe('');
    const generatedAt = asked.headers.get('x-generated-at') ?? '';
    const fetched = await get(`${april}&asOf=${generatedAt}`);
    expect(fetched.headers.get('x-generated-at')).toBe(generatedAt);
    await fetched.text();
  });

  test('is nobody’s without a session, and none of a malformed question', async () => {
    expect((await get(april, { headers: {} })).status).toBe(401);
    expect((await get(`${path}?model=a&bogus=1`)).status).toBe(400);
    expect((await get(april, { method: 'POST' })).status).toBe(405);
  });
});

test('all calls are in one file, compressed for who takes that, each once', async () => {
  const { headers, body } = await new Promise<{ headers: Record<string, unknown>; body: Buffer }>(
    (resolve, reject) => {
      request(
        `${server.baseUrl}${PATH}/calls`,
        { headers: { cookie, 'Accept-Encoding': 'gzip' } },
        async (response) => {
          const pieces: Buffer[] = [];
          for await (const piece of response) pieces.push(piece);
          resolve({ headers: response.headers, body: Buffer.concat(pieces) });
        },
      )
        .on('error', reject)
        .end();
    },
  );
  expect(headers['content-encoding']).toBe('gzip');
  const lines = gunzipSync(body).toString('utf8').trimEnd().split('\r\n');
  expect(lines).toHaveLength(CALLS + 1);
  expect(new Set(lines).size).toBe(CALLS + 1);
  const millionths = lines
    .slice(1)
    .reduce((sum, line) => sum + Math.round(Number(line.split(',')[10]) * 1e6), 0);
  const report = await send(server, '/casetool/api/net-billing', { headers: { cookie } });
  const { summary } = (report.json as { data: { summary: { total_cost_usd: number } } }).data;
  expect(millionths / 1e6).toBe(summary.total_cost_usd);
});

/** Takes the beginning of a file, and nothing more until it is told to. */
async function begin(path: string, signal?: AbortSignal) {
  const headers = { cookie, 'Accept-Encoding': 'identity' };
  const response = await get(path, { headers, ...(signal && { signal }) });
  expect(response.status).toBe(200);
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  await reader.read();
  return {
    async readOn(): Promise<void> {
      while (!(await reader.read()).done);
    },
  };
}

describe('a file that can not be finished', () => {
  test('is cut, so that nobody takes it for a whole one', async () => {
    const file = await begin('/calls');
    proxy.become('refuse');
    await expect(file.readOn()).rejects.toThrow();
    await expect.poll(() => server.logs()).toContain('a file was cut');
  });

  test('has no statement on the server when its client has left', async () => {
    const leaving = new AbortController();
    const file = await begin('/calls', leaving.signal);
    await whileLocked(database, async (locked) => {
      const reading = file.readOn();
      await expect.poll(() => locked.statements(), { timeout: 5_000 }).toBeGreaterThan(0);
      leaving.abort();
      await expect(reading).rejects.toThrow();
      await expect.poll(() => locked.statements(), { timeout: 1_000 }).toBe(0);
    });
    expect((await get('/models')).status).toBe(200);
  });

  test('goes on after a connection to the database broke under it', async () => {
    const file = await begin('/calls');
    proxy.become('reset');
    proxy.become('none');
    await file.readOn();
  });
});

test('a stop of the program waits ten seconds for files, then cuts them', async () => {
  const own = await start();
  try {
    const headers = { cookie: await signIn(own, 'admin@example.com'), 'Accept-Encoding': 'identity' };
    const response = await fetch(`${own.baseUrl}${PATH}/calls`, { headers });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    const begun = Date.now();
    await own.stop();
    expect(own.exitCode()).toBe(0);
    expect(Date.now() - begun).toBeGreaterThan(9_000);
    await expect(
      (async () => {
        while (!(await reader.read()).done);
      })(),
    ).rejects.toThrow();
  } finally {
    await own.stop();
  }
}, 60_000);
