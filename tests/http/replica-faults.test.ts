import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { type Figures, parseExposition } from '@/tests/setup/metrics';
import { insertCalls, insertUsers } from '@/tests/setup/rows';
import { type Answer, send } from '@/tests/setup/send';
import { startServer, type TestServer } from '@/tests/setup/server';
import { signIn } from '@/tests/setup/sign-in';
import { fillDisk, type SmallDisk } from '@/tests/setup/small-disk';

const METRICS_TOKEN = 'a-token-of-sixteen-or-more';

let database: TestDatabase;
const running: TestServer[] = [];

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await insertUsers(database.admin, ['admin@example.com'], 'admin');
  await insertCalls(
    database.admin,
    Array.from({ length: 2_000 }, () => ({ user_id: 1, cost_usd: '0.000001' })),
  );
});

afterEach(() => Promise.all(running.splice(0).map((server) => server.stop())));

afterAll(() => database?.drop());

/** The program with a replica on a disk of its own. */
async function startOnDisk(kilobytes: number): Promise<{ server: TestServer; disk: SmallDisk }> {
  const disk = { folder: await mkdtemp(path.join(database.folder, 'replica-')), kilobytes };
  const env = {
    REPORT_ENGINE: 'replica',
    REPLICA_PATH: path.join(disk.folder, 'replica.duckdb'),
    REPLICA_MAX_AGE_MS: '0',
    METRICS_TOKEN,
  };
  const server = await startServer(database, { env, disk });
  running.push(server);
  return { server, disk };
}

async function figures(server: TestServer): Promise<Figures> {
  const headers = { Authorization: `Bearer ${METRICS_TOKEN}` };
  return parseExposition((await send(server, '/casetool/api/metrics', { headers })).text);
}
const phaseIs = async (server: TestServer, phase: string) =>
  (await figures(server)).get(`net_billing_replica_phase{phase="${phase}"}`) === 1;

const ask = (server: TestServer, cookie: string): Promise<Answer> =>
  send(server, '/casetool/api/net-billing?pageSize=1', { headers: { Cookie: cookie } });
const withOperations = (total_operations: number) => ({
  status: 200,
  json: { data: { summary: { total_operations, total_cost_usd: total_operations / 1e6 } } },
});

describe('a full disk under the replica', () => {
  test('from the start: MySQL answers, and the log and readiness say why', async () => {
    const { server } = await startOnDisk(64);
    const cookie = await signIn(server, 'admin@example.com');
    await expect.poll(() => phaseIs(server, 'failed')).toBe(true);
    expect(await ask(server, cookie)).toMatchObject(withOperations(2_000));
    const words = 'he replica can not answer, MySQL does: the disk under REPLICA_PATH is full';
    const ready = await send(server, '/casetool/api/health/ready');
    expect(ready).toMatchObject({ status: 200, json: { missing: [], warnings: [`T${words}`] } });
    expect(server.logs()).toContain(`"message":"t${words}"`);
  });

  test('while it is being kept: no call is missing from any answer', async () => {
    const { server, disk } = await startOnDisk(8_000);
    const cookie = await signIn(server, 'admin@example.com');
    await expect.poll(() => phaseIs(server, 'ready')).toBe(true);
    expect(await ask(server, cookie)).toMatchObject(withOperations(2_000));
    await fillDisk(server.pid, disk);
    for (let added = 1; added <= 3; added++) {
      await insertCalls(
        database.admin,
        Array.from({ length: 1_000 }, () => ({ user_id: 1, cost_usd: '0.000001' })),
      );
      expect(await ask(server, cookie)).toMatchObject(withOperations(2_000 + added * 1_000));
    }
    expect(await phaseIs(server, 'failed')).toBe(true);
  });
});
