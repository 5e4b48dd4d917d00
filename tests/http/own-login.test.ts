import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { ROOT } from '@/scripts/root';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { insertUsers } from '@/tests/setup/rows';
import { send } from '@/tests/setup/send';
import { PASSWORD, SESSION_SECRET, startServer, type TestServer } from '@/tests/setup/server';

type NetBillingCookies = (
  userId: number,
  options: { casetoolPassword: string; sessionSecret: string; https: boolean },
) => string[];

let database: TestDatabase;
let server: TestServer;
let netBillingCookies: NetBillingCookies;

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await insertUsers(database.admin, ['admin@example.com'], 'admin');
  await insertUsers(database.admin, ['user@example.com']);
  server = await startServer(database);
  netBillingCookies = await programInThePaper();
});

afterAll(async () => {
  await server?.stop();
  await database?.drop();
});

/** The one program in docs/sessions.md, as Node.js runs it. */
async function programInThePaper(): Promise<NetBillingCookies> {
  const paper = await readFile(path.join(ROOT, 'docs/sessions.md'), 'utf8');
  const [, program = ''] = /^```js\n(.*?)^```$/ms.exec(paper) ?? [];
  const folder = await mkdtemp(path.join(tmpdir(), 'own-login-'));
  const file = path.join(folder, 'program.mjs');
  await writeFile(file, program);
  const module = (await import(/* @vite-ignore */ file)) as { netBillingCookies: NetBillingCookies };
  await rm(folder, { recursive: true });
  return module.netBillingCookies;
}

/** The cookies as a browser sends them back. */
const issue = (userId: number, change = {}) =>
  netBillingCookies(userId, {
    casetoolPassword: PASSWORD,
    sessionSecret: SESSION_SECRET,
    https: false,
    ...change,
  })
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
const statusFor = async (cookie: string) =>
  (await send(server, '/casetool/api/net-billing', { headers: { Cookie: cookie } })).status;

describe('the cookies that docs/sessions.md issues after a login of its own', () => {
  test('let an administrator in', async () => {
    expect(await statusFor(issue(1))).toBe(200);
  });

  test('let nobody else in', async () => {
    expect(await statusFor(issue(2))).toBe(403);
    expect(await statusFor(issue(99))).toBe(401);
  });

  test('are signed with the first of two secrets', async () => {
    expect(await statusFor(issue(1, { sessionSecret: `${SESSION_SECRET}, ${'o'.repeat(32)}` }))).toBe(200);
    expect(await statusFor(issue(1, { sessionSecret: `${'o'.repeat(32)},${SESSION_SECRET}` }))).toBe(401);
  });

  test('are ended by passing them on to the sign-out', async () => {
    const cookie = issue(1);
    const answer = await send(server, '/casetool/api/logout', {
      method: 'POST',
      headers: { Cookie: cookie },
    });
    expect(answer.json).toEqual({ success: true });
    expect(await statusFor(cookie)).toBe(401);
    expect(await statusFor(issue(1))).toBe(200);
  });

  test('have the attributes of our own', () => {
    const options = { casetoolPassword: PASSWORD, sessionSecret: SESSION_SECRET };
    for (const cookie of netBillingCookies(1, { ...options, https: true }))
      expect(cookie).toMatch(/; Path=\/; Max-Age=1800; HttpOnly; SameSite=Lax; Secure$/);
    for (const cookie of netBillingCookies(1, { ...options, https: false }))
      expect(cookie).not.toContain('Secure');
  });
});
