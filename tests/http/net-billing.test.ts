import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { NetBillingJson } from '@/lib/billing/report-json';
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
  await insertUsers(database.admin, [
    'ann@example.com',
    'b_b%\\@example.com',
    '🙂@example.com',
    'zoe@example.com',
  ]);
  await insertCalls(database.admin, [
    { user_id: 2, input_tokens: 1000, output_tokens: 200, cost_usd: '45.500000', cost_inr: '3796.75' },
    {
      user_id: 2,
      operation_type: 'image_generation',
      output_images: 2,
      cost_usd: '0.000321',
      cost_inr: '0.03',
    },
    {
      user_id: 3,
      model_name: '</script><img src=x onerror=alert(1)>',
      cost_usd: '-1.000000',
      cost_inr: '-83.50',
    },
    { user_id: 4, created_at: '2026-05-01 00:00:00', cost_usd: null, cost_inr: null },
  ]);
  server = await startServer(database);
  cookie = await signIn(server, 'admin@example.com');
});

afterAll(async () => {
  await server?.stop();
  await database?.drop();
});

const get = (query = '', headers: Record<string, string> = {}) =>
  fetch(`${server.baseUrl}/casetool/api/net-billing${query}`, { headers: { cookie, ...headers } });

async function report(query = ''): Promise<NetBillingJson> {
  const response = await get(query);
  expect(response.status).toBe(200);
  const { success, data } = (await response.json()) as { success: boolean; data: NetBillingJson };
  expect(success).toBe(true);
  return data;
}

describe('the answer', () => {
  test('has the figures of the contract under its names', async () => {
    const { summary, userBilling, modelUsage, pricing, period, page } = await report();
    expect(summary).toEqual({
      total_users: 5,
      active_users: 3,
      total_operations: 4,
      total_cost_usd: 44.500321,
      total_cost_inr: 3713.28,
      total_tokens: 1200,
      total_images: 2,
      unpriced_operations: 1,
    });
    expect(userBilling.map((user) => user.user_id)).toEqual([2, 1, 4, 5, 3]);
    expect(Object.keys(userBilling[0] ?? {})).toEqual(
      expect.arrayContaining([
        ...['user_id', 'email', 'total_operations', 'text_analysis_count', 'image_generation_count'],
        ...['image_enhancement_count', 'other_count', 'total_tokens', 'total_images', 'total_cost_usd'],
        ...['total_cost_inr', 'last_activity'],
      ]),
    );
    expect(Object.keys(modelUsage[0] ?? {})).toEqual(
      expect.arrayContaining([
        ...['model_name', 'operation_type', 'count', 'total_tokens', 'total_images', 'total_cost_usd'],
        ...['total_cost_inr', 'avg_cost_per_operation'],
      ]),
    );
    expect(pricing).toEqual([]);
    expect(period).toEqual({
      name: 'all-time',
      from: null,
      to: null,
      start: null,
      end: null,
      time_zone: 'Asia/Kolkata',
    });
    expect(page).toEqual({ number: 1, size: 5, rows: 5, pages: 1 });
  });

  test('is kept by no cache, open to no other site, and compressed for who takes that', async () => {
    const response = await get('', { origin: 'https://evil.example', 'accept-encoding': 'gzip' });
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(response.headers.get('x-request-id')).toMatch(/^[\w-]{16,}$/);
  });

  test('can be asked for page by page, in any order', async () => {
    const second = await report('?sort=email&page=2&pageSize=2');
    expect(second.userBilling.map((user) => user.email)).toEqual(['b_b%\\@example.com', 'zoe@example.com']);
    expect(second.page).toEqual({ number: 2, size: 2, rows: 5, pages: 3 });
    expect(second.summary).toEqual((await report()).summary);
    expect((await report('?page=99')).userBilling).toEqual([]);
  });

  test('shows a new call at once when nothing says otherwise', async () => {
    const before = await report();
    await insertCalls(database.admin, [{ user_id: 5, created_at: '2026-06-01 00:00:00' }]);
    const kept = await report(`?asOf=${before.generated_at}&sort=email`);
    const fresh = await report();
    await database.admin.query("DELETE FROM api_usage_logs WHERE created_at = '2026-06-01'");
    expect(fresh.summary.total_operations).toBe(before.summary.total_operations + 1);
    // The figures on somebody's screen stay the same while the list is sorted.
    expect(kept.generated_at).toBe(before.generated_at);
    expect(kept.summary).toEqual(before.summary);
    expect(kept.userBilling[0]?.email).toBe('admin@example.com');
  });

  test('of figures that are no longer kept is a fresh one', async () => {
    const long = await report('?asOf=2020-01-01T00:00:00.000Z');
    expect(long.generated_at > '2026').toBe(true);
  });
});

describe('a malformed question', () => {
  test.each([
    ['?from=2025-02-30', 'from'],
    ['?to=2025-13-01', 'to'],
    ['?from=0000-01-01', 'from'],
    ['?from=2026-02-02&to=2026-02-01', 'from'],
    ['?page=-1', 'page'],
    ['?page=0', 'page'],
    ['?page=1e3', 'page'],
    ['?page=0x10', 'page'],
    ['?page=%207%20', 'page'],
    ['?page=NaN', 'page'],
    ['?page=1&page=1', 'page'],
    ['?pageSize=1001', 'pageSize'],
    ['?sort=cost;DROP', 'sort'],
    ['?sort=(select%20sleep(5))', 'sort'],
    ['?order=down', 'order'],
    [`?search=${'x'.repeat(8192)}`, 'search'],
    ['?debug=1', 'debug'],
  ])('%s is a 400 that names %s', async (query, path) => {
    const response = await get(query);
    expect(response.status).toBe(400);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    const body = await response.json();
    expect(body).toMatchObject({ success: false, error: 'Invalid request' });
    expect(body.issues.map((issue: { path: string }) => issue.path)).toContain(path);
  });

  test('any query string is answered with 200 or 400', async () => {
    const name = fc.oneof(
      fc.constantFrom(
        'from',
        'to',
        'search',
        'sort',
        'order',
        'page',
        'pageSize',
        'model',
        'operation',
        'asOf',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    const value = fc.oneof(
      fc.constantFrom('2026-01-01', 'cost', 'asc', '1', '%', '\u0000', '%zz', '💥'),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(name, value), { maxLength: 4 }),
        fc.string({ unit: 'grapheme' }),
        async (pairs, raw) => {
          for (const query of [new URLSearchParams(pairs).toString(), encodeURI(raw)]) {
            const { status } = await get(`?${query.replaceAll('#', '')}`);
            expect([200, 400]).toContain(status);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a search', () => {
  test.each([
    ['%', [3]],
    ['_', [3]],
    ['\\', [3]],
    ['🙂', [4]],
    ["' OR 1=1--", []],
    ['ZOE', [5]],
    ['%25', []],
  ])('for %j is taken literally', async (search, found) => {
    const { userBilling } = await report(`?search=${encodeURIComponent(search)}`);
    expect(userBilling.map((user) => user.user_id)).toEqual(found);
  });
});

describe('every other method', () => {
  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s is not allowed', async (method) => {
    const response = await fetch(`${server.baseUrl}/casetool/api/net-billing`, {
      method,
      headers: { cookie },
    });
    expect(response.status).toBe(405);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(await response.json()).toEqual({ success: false, error: 'Method not allowed' });
  });
});

describe('equal questions at the same time', () => {
  /** The statements of the program that are held up on the server. */
  const heldUp = async () => {
    const [rows] = await database.admin.query<RowDataPacket[]>(
      'SELECT info FROM information_schema.processlist WHERE user = ? AND info IS NOT NULL',
      [database.reader.user],
    );
    return rows.length;
  };

  test('share one computation, each of them let in by itself', async () => {
    const { adminUser, adminPassword } = inject('mariadb');
    const locker = await database.connect(adminUser, adminPassword);
    // Holds the report's statements until every question has arrived.
    await locker.query('LOCK TABLES api_usage_logs WRITE');
    const answers = Array.from({ length: 50 }, (_, n) => report(`?search=${n}`));
    const stranger = await fetch(`${server.baseUrl}/casetool/api/net-billing`);
    await sleep(1_000);
    const statements = await heldUp();
    await locker.end();

    expect(stranger.status).toBe(401);
    // The two breakdowns: one of users, one of models.
    expect(statements).toBe(2);
    expect(new Set((await Promise.all(answers)).map((answer) => answer.generated_at)).size).toBe(1);
  });
});
