import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { whileLocked } from '@/tests/setup/locked';
import { type Figures, parseExposition } from '@/tests/setup/metrics';
import { insertCalls, insertUsers } from '@/tests/setup/rows';
import { send } from '@/tests/setup/send';
import { startServer, type TestServer } from '@/tests/setup/server';
import { signIn } from '@/tests/setup/sign-in';

const TOKEN = 'a token of sixteen or more'.replaceAll(' ', '-');
const PATH = '/casetool/api/metrics';

let database: TestDatabase;
let server: TestServer;
let cookie: string;

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await insertUsers(database.admin, ['admin@example.com'], 'admin');
  await insertCalls(database.admin, [{ user_id: 1, cost_usd: '1.5' }]);
  server = await startServer(database, { env: { METRICS_TOKEN: TOKEN, DB_TIMEOUT_MS: '3000' } });
  cookie = await signIn(server, 'admin@example.com');
});

afterAll(async () => {
  await server?.stop();
  await database?.drop();
});

const ask = (path: string) => send(server, path, { headers: { Cookie: cookie } });
const askMetrics = (authorization?: string, method = 'GET') =>
  send(server, PATH, { method, headers: authorization === undefined ? {} : { authorization } });
const figures = async (): Promise<Figures> => parseExposition((await askMetrics(`Bearer ${TOKEN}`)).text);

describe('the metrics', () => {
  test('are for a holder of the token, in the text format of Prometheus', async () => {
    const answer = await askMetrics(`Bearer ${TOKEN}`);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(answer.headers['cache-control']).toBe('private, no-store');
    expect((await askMetrics(`bearer ${TOKEN}`)).status).toBe(200);
  });

  test.each([
    ['nobody', undefined],
    ['a wrong token', 'Bearer a-token-of-sixteen-or-less'],
    ['a part of the token', `Bearer ${TOKEN.slice(0, -1)}`],
    ['more than the token', `Bearer ${TOKEN}x`],
    ['no token', 'Bearer '],
    ['two tokens', `Bearer ${TOKEN} ${TOKEN}`],
    ['another scheme', `Basic ${TOKEN}`],
    ['the token alone', TOKEN],
    ['10 kB of garbage', `Bearer ${'x'.repeat(10_000)}`],
  ])('are refused to %s', async (_who, authorization) => {
    const answer = await askMetrics(authorization);
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(answer.json).toEqual({ success: false, error: 'Unauthorized: Metrics token required' });
  });

  test("are refused to an administrator's session, which is no token", async () => {
    expect((await ask(PATH)).status).toBe(401);
  });

  test('are not taken for something that one posts to', async () => {
    const answer = await askMetrics(`Bearer ${TOKEN}`, 'POST');
    expect(answer).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  });

  test('are not there where no token is set', async () => {
    const without = await startServer(database);
    try {
      for (const headers of [{}, { Authorization: `Bearer ${TOKEN}` }, { Authorization: 'Bearer ' }])
        expect(await send(without, PATH, { headers })).toMatchObject({
          status: 404,
          json: { success: false, error: 'Not found' },
        });
    } finally {
      await without.stop();
    }
  });
});

describe('what is counted', () => {
  test('every answer, by method, route and code', async () => {
    const count = (labels: string) => `net_billing_http_request_duration_seconds_count{${labels}}`;
    const answered = count('method="GET",route="/casetool/api/net-billing",code="200"');
    const refused = count('method="GET",route="/casetool/api/net-billing",code="400"');
    const before = await figures();
    await ask('/casetool/api/net-billing');
    await ask('/casetool/api/net-billing?model=x');
    await ask('/casetool/api/net-billing?sort=x');
    const now = await figures();
    expect(now.get(answered)).toBe((before.get(answered) ?? 0) + 2);
    expect(now.get(refused)).toBe((before.get(refused) ?? 0) + 1);
  });

  test('with few names, whatever visitors ask for', async () => {
    for (const path of ['/a', '/b/c', '/casetool/x', '/casetool/api/x', '/casetool/api/y', '/_next/static/z'])
      await ask(path);
    const routes = [...(await figures()).keys()].flatMap((key) => /route="([^"]*)"/.exec(key)?.[1] ?? []);
    const paths = new Set(routes.filter((route) => !route.startsWith('/casetool/api/')));
    expect(paths).toEqual(new Set(['/_next/static/', 'other']));
    expect(routes).toContain('/casetool/api/[[...path]]');
    expect(routes.join()).not.toMatch(/api\/[xy]/);
  });

  test('every statement, by what it asks and what became of it', async () => {
    const key = (outcome: string) =>
      `net_billing_statement_duration_seconds_count{query="usage by user and operation",engine="mysql",outcome="${outcome}"}`;
    const before = await figures();
    await ask('/casetool/api/net-billing');
    await whileLocked(database, async () => {
      expect((await ask('/casetool/api/net-billing')).status).toBe(504);
    });
    const now = await figures();
    expect(now.get(key('answered'))).toBe((before.get(key('answered')) ?? 0) + 1);
    expect(now.get(key('too slow'))).toBe(1);
  });

  test('the connections at work and those who wait for one, by lane', async () => {
    await whileLocked(database, async ({ unlock }) => {
      // Two statements each on the locked table: more than the seven connections that reports may have.
      const reports = [1, 2, 3, 4, 5, 6].map((n) => ask(`/casetool/api/net-billing?model=m${n}`));
      const waiting = async () => (await figures()).get('net_billing_lane_waiting{lane="report"}');
      await expect.poll(waiting).toBeGreaterThan(0);
      const now = await figures();
      expect(now.get('net_billing_lane_in_use{lane="report"}')).toBe(7);
      expect(now.get('net_billing_pool_connections{state="in_use"}')).toBeGreaterThanOrEqual(7);
      expect(now.has('net_billing_pool_waiting')).toBe(true);
      await unlock();
      await Promise.all(reports);
    });
    const now = await figures();
    expect(now.get('net_billing_lane_in_use{lane="report"}')).toBe(0);
    expect(now.get('net_billing_lane_waiting{lane="report"}')).toBe(0);
  });

  test('statements that were ended on the server for somebody who left', async () => {
    const ended = 'net_billing_statements_ended_total';
    const before = (await figures()).get(ended) ?? 0;
    await whileLocked(database, async ({ statements }) => {
      const leaving = new AbortController();
      const url = `${server.baseUrl}/casetool/api/net-billing?model=left`;
      const left = fetch(url, { headers: { cookie }, signal: leaving.signal }).catch(() => {});
      await expect.poll(statements).toBe(2);
      leaving.abort();
      await left;
      await expect.poll(statements).toBe(0);
    });
    expect((await figures()).get(ended)).toBe(before + 2);
  });

  test('where the replica stands, and what it was asked', async () => {
    expect((await figures()).get('net_billing_engine{engine="mysql"}')).toBe(1);
    const env = { METRICS_TOKEN: TOKEN, REPORT_ENGINE: 'replica' };
    const copying = await startServer(database, { env });
    try {
      const headers = { Authorization: `Bearer ${TOKEN}` };
      const now = async () => parseExposition((await send(copying, PATH, { headers })).text);
      await expect.poll(async () => (await now()).get('net_billing_engine{engine="replica"}')).toBe(1);
      const report = await send(copying, '/casetool/api/net-billing', { headers: { Cookie: cookie } });
      expect(report.status).toBe(200);
      expect(Object.fromEntries(await now())).toMatchObject({
        'net_billing_statement_duration_seconds_count{query="usage by user",engine="replica",outcome="answered"}': 1,
        'net_billing_engine{engine="mysql"}': 0,
        'net_billing_replica_phase{phase="ready"}': 1,
        'net_billing_replica_phase{phase="failed"}': 0,
        net_billing_replica_rows: 1,
        net_billing_replica_rows_to_copy: 0,
        'net_billing_replica_repaired_total{kind="corrected"}': 0,
      });
      expect((await now()).get('net_billing_replica_last_round_seconds')).toBeGreaterThanOrEqual(0);
    } finally {
      await copying.stop();
    }
  });

  test('what the process takes of the machine', async () => {
    const now = await figures();
    expect(now.get('process_resident_memory_bytes')).toBeGreaterThan(50e6);
    expect(now.get('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
    expect(now.get('process_cpu_seconds_total')).toBeGreaterThan(0);
  });
});
