import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { whileLocked } from '@/tests/setup/locked';
import { insertUsers } from '@/tests/setup/rows';
import { send } from '@/tests/setup/send';
import { PASSWORD, SESSION_SECRET, startServer, type TestServer } from '@/tests/setup/server';
import { signIn } from '@/tests/setup/sign-in';
import { fillDisk, type SmallDisk } from '@/tests/setup/small-disk';

let database: TestDatabase;
let stateDir: string;
const running: TestServer[] = [];

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await insertUsers(database.admin, ['admin@example.com'], 'admin');
  stateDir = await mkdtemp(path.join(tmpdir(), 'casetool-state-'));
});

afterEach(() => Promise.all(running.splice(0).map((server) => server.stop())));

afterAll(async () => {
  await rm(stateDir, { recursive: true, force: true });
  await database?.drop();
});

async function start(env: Record<string, string> = {}, disk?: SmallDisk): Promise<TestServer> {
  const server = await startServer(database, {
    env: { STATE_DIR: stateDir, ...env },
    ...(disk && { disk }),
  });
  running.push(server);
  return server;
}

const statusOf = async (server: TestServer, cookie: string) =>
  (await send(server, '/casetool/api/net-billing', { headers: { Cookie: cookie } })).status;
const signOut = (server: TestServer, cookie: string) =>
  send(server, '/casetool/api/logout', {
    method: 'POST',
    headers: { Cookie: cookie, Origin: server.baseUrl },
  });

describe('a restart of the program', () => {
  test('keeps sessions, and keeps ended ones ended', async () => {
    const first = await start();
    const [kept, ended] = [
      await signIn(first, 'admin@example.com'),
      await signIn(first, 'admin@example.com'),
    ];
    await signOut(first, ended);
    await first.stop();
    const second = await start();
    expect(await statusOf(second, kept)).toBe(200);
    expect(await statusOf(second, ended)).toBe(401);
  });

  test('with another password ends every session', async () => {
    const first = await start();
    const cookie = await signIn(first, 'admin@example.com');
    await first.stop();
    const second = await start({ CASETOOL_PASSWORD: `${PASSWORD}, changed` });
    expect(await statusOf(second, cookie)).toBe(401);
    await expect(signIn(second, 'admin@example.com')).rejects.toThrow('401');
    expect(await statusOf(second, await signIn(second, 'admin@example.com', `${PASSWORD}, changed`))).toBe(
      200,
    );
  });

  test('with another secret ends every session, but not where the old one stands second', async () => {
    const first = await start();
    const cookie = await signIn(first, 'admin@example.com');
    await first.stop();
    const next = 'the next secret of the tests that is long enough as well';
    const both = await start({ SESSION_SECRET: `${next},${SESSION_SECRET}` });
    expect(await statusOf(both, cookie)).toBe(200);
    const fresh = await signIn(both, 'admin@example.com');
    await both.stop();
    const only = await start({ SESSION_SECRET: next });
    expect(await statusOf(only, cookie)).toBe(401);
    expect(await statusOf(only, fresh)).toBe(200);
  });
});

describe('a program that is killed (kill -9) in the middle of a report', () => {
  test('is the same when it is started again: sessions, ended sessions, and no statement left behind', async () => {
    const first = await start({ DB_TIMEOUT_MS: '3000' });
    const [kept, ended] = [
      await signIn(first, 'admin@example.com'),
      await signIn(first, 'admin@example.com'),
    ];
    await signOut(first, ended);
    await whileLocked(database, async ({ statements }) => {
      const cut = statusOf(first, kept);
      cut.catch(() => {});
      await expect.poll(statements).toBeGreaterThan(0);
      await first.stop('SIGKILL');
      await expect(cut).rejects.toThrow();
      // Nobody is there to end them: the server does so by the limit that each connection was given.
      await expect.poll(statements).toBe(0);
    });
    const second = await start({ PORT: String(first.port) });
    expect(await statusOf(second, kept)).toBe(200);
    expect(await statusOf(second, ended)).toBe(401);
  });
});

describe('two processes on one state folder', () => {
  test("hear of each other's sign-outs at once", async () => {
    const [here, there] = [await start(), await start()];
    const cookie = await signIn(here, 'admin@example.com');
    expect(await statusOf(there, cookie)).toBe(200);
    await signOut(here, cookie);
    expect(await statusOf(there, cookie)).toBe(401);
  });
});

describe('a state folder that can not be written', () => {
  test('leaves the report at work; signing out ends the session, and says that a restart would forget it', async () => {
    const blocked = path.join(stateDir, 'a-file');
    await writeFile(blocked, '');
    const server = await start({ STATE_DIR: blocked });
    const cookie = await signIn(server, 'admin@example.com');
    expect(await statusOf(server, cookie)).toBe(200);
    const answer = await signOut(server, cookie);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ success: true, warning: expect.stringContaining('could not write') });
    expect(await statusOf(server, cookie)).toBe(401);
    const ready = await send(server, '/casetool/api/health/ready');
    expect(ready).toMatchObject({ status: 200, json: { warnings: [expect.stringContaining('STATE_DIR')] } });
    expect(await readFile(blocked, 'utf8')).toBe('');
  });
});

describe('a state folder on a full disk', () => {
  test('leaves the report at work, says what it costs, and is whole again when there is room', async () => {
    const disk = { folder: await mkdtemp(path.join(stateDir, 'small-')), kilobytes: 64 };
    const server = await start({ STATE_DIR: disk.folder }, disk);
    const ready = () => send(server, '/casetool/api/health/ready');
    expect(await ready()).toMatchObject({ status: 200, json: { warnings: [] } });
    const [early, late] = [
      await signIn(server, 'admin@example.com'),
      await signIn(server, 'admin@example.com'),
    ];
    const free = await fillDisk(server.pid, disk);

    expect(await statusOf(server, early)).toBe(200);
    expect(await ready()).toMatchObject({
      status: 200,
      json: {
        warnings: ['The disk of STATE_DIR is full: a sign-out is forgotten when the program restarts'],
      },
    });
    const warned = await signOut(server, early);
    expect(warned.json).toMatchObject({ success: true, warning: expect.stringContaining('could not write') });
    expect(await statusOf(server, early)).toBe(401);
    expect(server.logs()).toContain('ENOSPC');

    await free();
    expect((await signOut(server, late)).json).toEqual({ success: true });
    expect(await statusOf(server, late)).toBe(401);
    expect(await statusOf(server, early)).toBe(401);
    expect(await ready()).toMatchObject({ status: 200, json: { warnings: [] } });
  });
});

describe('people who come by https', () => {
  test('get Secure cookies and are told to stay with https', async () => {
    const server = await start({ BASE_URL: 'https://billing.example.com' });
    const answer = await send(server, '/casetool/api/login', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: 'https://billing.example.com' },
      body: JSON.stringify({ email: 'admin@example.com', password: PASSWORD }),
    });
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']).toHaveLength(2);
    for (const cookie of answer.headers['set-cookie'] ?? [])
      expect(cookie).toMatch(/; SameSite=Lax; Secure$/);
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
  });
});
