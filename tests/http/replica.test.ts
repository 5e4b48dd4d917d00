import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import type { ReplicaJson } from '@/lib/billing/replica-json';
import type { NetBillingJson } from '@/lib/billing/report-json';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { parseExposition } from '@/tests/setup/metrics';
import { insertCalls, insertUsers } from '@/tests/setup/rows';
import { type Answer, send, type ToSend } from '@/tests/setup/send';
import { startServer, type TestServer } from '@/tests/setup/server';
import { signIn } from '@/tests/setup/sign-in';

const STATE = '/casetool/api/net-billing/replica';
const RECOUNT = `${STATE}/recount`;
const METRICS_TOKEN = 'a-token-of-sixteen-or-more';
const CALLS = 3_000;

let database: TestDatabase;
let server: TestServer;
let cookie: string;

/** The last call's id is so far from the others that nothing but a whole comparison looks at them again soon. */
beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await insertUsers(database.admin, ['admin@example.com', 'ben@example.com'], 'admin');
  await insertCalls(
    database.admin,
    Array.from({ length: CALLS }, (_, n) => ({
      user_id: 1 + (n % 2),
      cost_usd: '0.000001',
      cost_inr: '0.01',
    })),
  );
  await database.admin.query('UPDATE api_usage_logs SET id = 300000 WHERE id = ?', [CALLS]);
  server = await startServer(database, {
    env: { REPORT_ENGINE: 'replica', REPLICA_MAX_AGE_MS: '0', METRICS_TOKEN },
  });
  cookie = await signIn(server, 'admin@example.com');
  await vi.waitUntil(async () => (await state()).phase.name === 'ready', { timeout: 30_000 });
});

afterAll(async () => {
  await server?.stop();
  await database?.drop();
});

const ask = (path: string, { headers = {}, ...rest }: ToSend = {}): Promise<Answer> =>
  send(server, path, { headers: { Cookie: cookie, ...headers }, ...rest });
const dataOf = <Data>({ json }: Answer): Data => (json as { data: Data }).data;
const state = async (): Promise<ReplicaJson> => dataOf(await ask(STATE));
const report = async (): Promise<NetBillingJson> => dataOf(await ask('/casetool/api/net-billing'));
const post = (headers: Record<string, string> = {}) => ask(RECOUNT, { method: 'POST', headers });

async function recount(): Promise<NonNullable<ReplicaJson['recount']>> {
  const begun = await post({ Origin: server.baseUrl, 'Sec-Fetch-Site': 'same-origin' });
  expect(begun.status).toBe(202);
  expect(dataOf<ReplicaJson>(begun).recount).toMatchObject({ state: 'running' });
  await expect.poll(async () => (await state()).recount?.state).not.toBe('running');
  const { recount } = await state();
  if (!recount) throw new Error('It was begun');
  return recount;
}

/** So often a statement was answered. */
async function statements(query: string, engine: 'mysql' | 'replica'): Promise<number> {
  const headers = { Authorization: `Bearer ${METRICS_TOKEN}` };
  const { text } = await ask('/casetool/api/metrics', { headers });
  const labels = `query="${query}",engine="${engine}",outcome="answered"`;
  return parseExposition(text).get(`net_billing_statement_duration_seconds_count{${labels}}`) ?? 0;
}
const comparisons = () => statements('sums of a block of calls', 'mysql');

describe('the state of the replica', () => {
  test('says that it is ready, of how many calls, and when they were compared', async () => {
    await report();
    const now = await state();
    expect(now).toMatchObject({
      phase: { name: 'ready' },
      calls: CALLS,
      last_round: { blocks: 1, calls: CALLS, found: { added: 0, corrected: 0, removed: 0 } },
      check_seconds: 600,
    });
    expect(Date.parse(now.as_of ?? '')).toBeGreaterThan(Date.parse(now.last_round?.finished_at ?? ''));
  });

  test('is in the report too: which engine answered, and as of when', async () => {
    const before = Date.now();
    const { engine } = await report();
    expect(engine).toMatchObject({ name: 'replica', replica: 'ready' });
    expect(Date.parse(engine.as_of)).toBeGreaterThanOrEqual(before);
  });

  test('does not hide its statements: they are counted as its own', async () => {
    const before = await statements('usage by user', 'replica');
    await ask('/casetool/api/net-billing?model=another');
    expect(await statements('usage by user', 'replica')).toBe(before + 1);
    expect(await statements('usage by model and operation', 'replica')).toBe(before + 1);
    expect(await statements('usage by user and operation', 'mysql')).toBe(0);
  });

  test('is no use of the session, which a page left open would keep for ever', async () => {
    expect((await ask(STATE)).headers['set-cookie']).toBeUndefined();
  });

  test('does not keep the program from being ready', async () => {
    const answer = await ask('/casetool/api/health/ready');
    expect(answer.json).toEqual({ status: 'ready', missing: [], warnings: [] });
  });
});

describe('a recount', () => {
  test('finds what was added, corrected and removed long ago, and the figures are right after it', async () => {
    // The comparison that begins with the replica has passed these rows.
    await expect.poll(comparisons).toBeGreaterThanOrEqual(2);
    const before = await report();
    await database.admin.query("UPDATE api_usage_logs SET cost_usd = '5.000001' WHERE id = 11");
    await database.admin.query('DELETE FROM api_usage_logs WHERE id IN (13, 15)');
    await insertCalls(database.admin, [{ user_id: 2, cost_usd: '7' }]);
    await database.admin.query('UPDATE api_usage_logs SET id = 4000 WHERE id > 300000');
    expect((await report()).summary).toEqual(before.summary);

    expect(await recount()).toMatchObject({
      state: 'done',
      round: { calls: CALLS - 1, found: { added: 1, corrected: 1, removed: 2 } },
    });
    const { summary, engine } = await report();
    expect(engine.name).toBe('replica');
    expect(summary).toMatchObject({ total_operations: CALLS - 1, total_cost_usd: 12.002998 });
    expect(await state()).toMatchObject({
      last_round: { found: { added: 1, corrected: 1, removed: 2 } },
      repaired: { added: 1, corrected: 1, removed: 2 },
    });
  });

  test('finds nothing where nothing differs, and takes new calls for new', async () => {
    await insertCalls(database.admin, [{ user_id: 1 }, { user_id: 2 }]);
    expect(await recount()).toMatchObject({
      state: 'done',
      round: { calls: CALLS + 1, found: { added: 0, corrected: 0, removed: 0 } },
    });
  });

  test('is one for all who ask at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => post()));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(202));
    const before = await comparisons();
    await expect.poll(async () => (await state()).recount?.state).toBe('done');
    expect(await comparisons()).toBeLessThan(before + 8);
  });
});

describe('nobody is let in', () => {
  test.each([
    ['GET', STATE],
    ['POST', RECOUNT],
  ])('without a session: %s %s', async (method, path) => {
    const answer = await send(server, path, { method });
    expect(answer).toMatchObject({ status: 401, headers: { 'cache-control': 'private, no-store' } });
  });

  test.each([
    ['GET', STATE],
    ['POST', RECOUNT],
  ])('who is no administrator: %s %s', async (method, path) => {
    const bens = await signIn(server, 'ben@example.com');
    await database.admin.query("UPDATE users SET role = 'user' WHERE email = 'ben@example.com'");
    const answer = await send(server, path, { method, headers: { Cookie: bens } });
    await database.admin.query("UPDATE users SET role = 'admin' WHERE email = 'ben@example.com'");
    expect(answer.status).toBe(403);
  });

  test.each([
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
  ])("from another site's page: %o", async (headers) => {
    const before = (await state()).recount;
    expect(await post(headers)).toMatchObject({
      status: 403,
      json: { success: false, error: 'This request came from another site' },
    });
    expect((await state()).recount).toEqual(before);
  });

  test.each([
    ['POST', STATE, 'GET, HEAD'],
    ['GET', RECOUNT, 'POST'],
  ])('by another method: %s %s', async (method, path, allow) => {
    expect(await ask(path, { method })).toMatchObject({ status: 405, headers: { allow } });
  });
});

describe('where MySQL answers', () => {
  test('there is nothing to recount, and the state says why', async () => {
    const other = await startServer(database, { env: { REPORT_ENGINE: 'mysql' } });
    try {
      const headers = { Cookie: await signIn(other, 'admin@example.com') };
      const refused = await send(other, RECOUNT, { method: 'POST', headers });
      expect(refused).toMatchObject({
        status: 409,
        json: {
          success: false,
          error: 'There is no replica to compare with the database: MySQL answers the report itself',
        },
      });
      const now = await send(other, STATE, { headers });
      expect(dataOf<ReplicaJson>(now)).toMatchObject({ phase: { name: 'off' }, calls: 0, recount: null });
      const answered = await send(other, '/casetool/api/net-billing', { headers });
      expect(dataOf<NetBillingJson>(answered).engine).toMatchObject({ name: 'mysql', replica: 'off' });
    } finally {
      await other.stop();
    }
  });

  test('because the replica failed, the reason is told by the state and by the readiness', async () => {
    // Its file is held by the first server.
    const path = `${database.folder}/held.duckdb`;
    const holder = await startServer(database, { env: { REPORT_ENGINE: 'replica', REPLICA_PATH: path } });
    const headers = { Cookie: await signIn(holder, 'admin@example.com') };
    const phaseOf = async ({ port }: TestServer) =>
      dataOf<ReplicaJson>(await send({ port }, STATE, { headers })).phase;
    try {
      await expect.poll(() => phaseOf(holder), { timeout: 30_000 }).toEqual({ name: 'ready' });
      const other = await startServer(database, { env: { REPORT_ENGINE: 'replica', REPLICA_PATH: path } });
      try {
        const reason = 'another program uses REPLICA_PATH';
        await expect.poll(() => phaseOf(other)).toEqual({ name: 'failed', reason });
        const ready = await send(other, '/casetool/api/health/ready');
        expect(ready).toMatchObject({
          status: 200,
          json: {
            missing: [],
            warnings: [`The replica can not answer, MySQL does: ${reason}`],
          },
        });
        expect((await send(other, RECOUNT, { method: 'POST', headers })).status).toBe(409);
      } finally {
        await other.stop();
      }
    } finally {
      await holder.stop();
    }
  });
});
