import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { insertCalls, insertUsers } from '@/tests/setup/rows';
import { startServer, type TestServer } from '@/tests/setup/server';
import { signIn } from '@/tests/setup/sign-in';

let database: TestDatabase;
let server: TestServer;
let cookie: string;

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await insertUsers(database.admin, ['admin@example.com'], 'admin');
  await insertCalls(database.admin, [
    { user_id: 1, cost_usd: '2', created_at: '2026-04-01 12:00:00' },
    { user_id: 1, cost_usd: '5', created_at: '2026-04-02 12:00:00' },
  ]);
  server = await startServer(database);
  cookie = await signIn(server, 'admin@example.com');
});

afterAll(async () => {
  await server?.stop();
  await database?.drop();
});

const get = (path: string, headers: Record<string, string> = { cookie }) =>
  fetch(`${server.baseUrl}/casetool/api/net-billing/${path}`, { headers });

test('the trend is answered under its names', async () => {
  const response = await get('trend?by=operation&every=day&from=2026-04-01&to=2026-04-02');
  expect(response.status).toBe(200);
  const { success, data } = await response.json();
  expect(success).toBe(true);
  expect(data).toMatchObject({
    period: { from: '2026-04-01', to: '2026-04-02', time_zone: 'Asia/Kolkata' },
    by: 'operation',
    every: 'day',
    series: [{ key: 'text_analysis', label: 'Text analysis', total_cost_usd: 7, total_operations: 2 }],
    buckets: [
      { from: '2026-04-01', to: '2026-04-01', running: false, values: [{ total_cost_usd: 2 }] },
      { from: '2026-04-02', to: '2026-04-02', running: false, values: [{ total_cost_usd: 5 }] },
    ],
    total: { total_cost_usd: 7 },
  });
});

test('the change is answered under its names', async () => {
  const { data } = await (await get('change?from=2026-04-02&to=2026-04-02')).json();
  expect(data).toMatchObject({
    period: { from: '2026-04-02', to: '2026-04-02' },
    summary: { total_cost_usd: 5 },
    previous: {
      period: { from: '2026-04-01', to: '2026-04-01' },
      summary: { total_cost_usd: 2 },
      change: { cost_usd: 3 },
      users: {
        drivers: [{ key: '1', label: 'admin@example.com', cost_usd: 3 }],
        others: { count: 0, cost_usd: 0 },
      },
      models: { drivers: [{ key: 'gemini-2.0-flash', cost_usd: 3 }] },
      split: { volume: 0, mix: 0, unit_cost: 3 },
    },
  });
});

describe.each(['trend', 'change'])('the %s', (path) => {
  test('is for administrators alone, and for no cache', async () => {
    expect((await get(path, {})).status).toBe(401);
    expect((await get(path, { cookie: 'casetool_user_id=1; casetool_user_role=admin' })).status).toBe(401);
    expect((await get(path)).headers.get('cache-control')).toBe('private, no-store');
  });

  test('is only read', async () => {
    const url = `${server.baseUrl}/casetool/api/net-billing/${path}`;
    expect((await fetch(url, { method: 'POST', headers: { cookie } })).status).toBe(405);
  });

  test.each([
    ['from=2025-02-30', 'from'],
    ['period=this-month&to=2026-01-01', 'period'],
    ['period=1', 'period'],
    ['search=a', 'search'],
    ['page=1', 'page'],
  ])('of a malformed question, %s, is a 400', async (query, name) => {
    const response = await get(`${path}?${query}`);
    expect(response.status).toBe(400);
    expect((await response.json()).issues.map((issue: { path: string }) => issue.path)).toContain(name);
  });
});

test.each([
  ['by=everything', 'by'],
  ['every=hour', 'every'],
  ['measure=total_cost_usd', 'measure'],
  ['by=user&by=model', 'by'],
])('a trend asked for with %s is a 400', async (query, name) => {
  const response = await get(`trend?${query}`);
  expect(response.status).toBe(400);
  expect((await response.json()).issues.map((issue: { path: string }) => issue.path)).toContain(name);
});
