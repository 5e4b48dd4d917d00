import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { CallsJson } from '@/lib/billing/calls-json';
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
  await insertUsers(database.admin, ['ann@example.com']);
  await insertCalls(database.admin, [
    { user_id: 2, cost_usd: '45.500000', cost_inr: '3796.75', input_tokens: 3 },
    { user_id: 2, cost_usd: null, cost_inr: null, created_at: '2026-05-01 12:00:00' },
    { user_id: 1, model_name: 'gemini-3-pro-image-preview', cost_usd: '0.5', cost_inr: '41.75' },
  ]);
  server = await startServer(database);
  cookie = await signIn(server, 'admin@example.com');
});

afterAll(async () => {
  await server?.stop();
  await database?.drop();
});

const get = (query = '', init: RequestInit = { headers: { cookie } }) =>
  fetch(`${server.baseUrl}/casetool/api/net-billing/calls${query}`, init);

async function calls(query = ''): Promise<CallsJson> {
  const response = await get(query);
  expect(response.status).toBe(200);
  return (await response.json()).data;
}

test('the calls behind a figure, with what they come to', async () => {
  const { calls: listed, total, page, period } = await calls('?user=2&from=2026-04-01&to=2026-04-30');
  expect(listed).toMatchObject([{ id: 1, user_id: 2, email: 'ann@example.com', cost_usd: 45.5 }]);
  expect(total).toEqual({
    total_operations: 1,
    total_tokens: 3,
    total_images: 0,
    total_cost_usd: 45.5,
    total_cost_inr: 3796.75,
    unpriced_operations: 0,
  });
  expect(page).toEqual({ number: 1, size: 50, rows: 1, pages: 1 });
  expect(period).toMatchObject({ from: '2026-04-01', to: '2026-04-30', time_zone: 'Asia/Kolkata' });
});

test('the unpriced ones alone', async () => {
  expect((await calls('?unpriced=1')).calls.map(({ id }) => id)).toEqual([2]);
});

describe('nobody gets them', () => {
  test('without a session', async () => {
    const response = await get('', {});
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ success: false, error: 'Unauthorized: Admin access required' });
  });

  test('by another method', async () => {
    expect((await get('', { method: 'POST', headers: { cookie } })).status).toBe(405);
  });

  test('by a malformed question, which is told what is wrong', async () => {
    const response = await get('?user=x&search=a');
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      success: false,
      error: 'Invalid request',
      issues: [
        { path: 'search', message: 'is not a parameter of this report' },
        { path: 'user', message: 'must be the id of a user' },
      ],
    });
  });

  test('into a cache', async () => {
    expect((await get()).headers.get('cache-control')).toBe('private, no-store');
  });
});
