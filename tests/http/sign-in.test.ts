import { randomBytes, scryptSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { insertUsers } from '@/tests/setup/rows';
import { type Answer, cookiesOf, send, sendRaw, trySignIn } from '@/tests/setup/send';
import { PASSWORD, startServer, type TestServer } from '@/tests/setup/server';
import { sessionToken, withRole } from '@/tests/setup/sessions';

/** Takes long enough that an answer without it is told apart by its speed, and short enough for many of them. */
const salt = randomBytes(16);
const hash = scryptSync(PASSWORD, salt, 32, { cost: 2 ** 14, blockSize: 8, parallelization: 1 });
const KEPT = `scrypt:16384:8:1:${salt.toString('base64url')}:${hash.toString('base64url')}`;

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await insertUsers(database.admin, ['admin@example.com'], 'admin');
  await insertUsers(database.admin, ['user@example.com', 'jürgen@example.com']);
  const env = { CASETOOL_PASSWORD: KEPT, TRUSTED_PROXIES: '127.9.9.0/24' };
  server = await startServer(database, { env });
});

afterAll(async () => {
  await server?.stop();
  await database?.drop();
});

/** Addresses of 127.0.0.0/8 that no other test comes from. */
let lastPeer = 0;
const newPeer = () => `127.1.${(++lastPeer >> 8) + 1}.${lastPeer & 255}`;
const wrong = (email: string, peer: string, headers = {}) =>
  trySignIn(server, email, { password: 'wrong password', peer, headers });
const WRONG = { success: false, error: 'Wrong e-mail address or password' };

describe('signing in', () => {
  test.each(['admin@example.com', 'Admin@Example.COM', '  admin@example.com '])('takes %j', async (email) => {
    const answer = await trySignIn(server, email, { peer: newPeer() });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ success: true });
    const page = await send(server, '/casetool/api/net-billing', { headers: { Cookie: cookiesOf(answer) } });
    expect(page.status).toBe(200);
  });

  test.each([
    ['a wrong password', 'admin@example.com', 'wrong horse battery staple'],
    ['the password in other letters', 'admin@example.com', PASSWORD.toUpperCase()],
    ['the password with a space behind it', 'admin@example.com', `${PASSWORD} `],
    ['an unknown address', 'nobody@example.com', PASSWORD],
    ['a user who is no administrator', 'user@example.com', PASSWORD],
    ['a part of an address', 'admin@example', PASSWORD],
    ['a pattern of an address', 'admin%', PASSWORD],
    ['SQL', "' OR role = 'admin' -- ", PASSWORD],
    ['another spelling that the database takes for the same', 'ádmin@example.com', PASSWORD],
    ['a character that is none', 'admin@example.com\u0000', PASSWORD],
  ])('is refused in the same words for %s', async (_what, email, password) => {
    const answer = await trySignIn(server, email, { password, peer: newPeer() });
    expect(answer.status).toBe(401);
    expect(answer.json).toEqual(WRONG);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.headers['cache-control']).toBe('private, no-store');
  });

  test('takes as long for an unknown address, and for a user, as for an administrator', async () => {
    await insertUsers(database.admin, ['slow@example.com'], 'admin');
    const kinds = ['slow@example.com', 'jürgen@example.com', 'nobody@example.com'] as const;
    const times = new Map<string, number[]>(kinds.map((email) => [email, []]));
    // In turns, so that whatever else this machine does slows all of them alike; the first round warms up.
    for (let round = 0; round < 9; round++)
      for (const [email, taken] of times) {
        const start = performance.now();
        expect((await wrong(email, newPeer())).status).toBe(401);
        if (round > 0) taken.push(performance.now() - start);
      }
    const [admin = 0, ...others] = [...times.values()].map(median);
    for (const other of others) {
      expect(other).toBeGreaterThan(admin / 2);
      expect(other).toBeLessThan(admin * 2);
    }
  });
});

const median = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

describe('attempts are limited', () => {
  const statuses = async (count: number, attempt: (index: number) => Promise<Answer>) => {
    const answers: Answer[] = [];
    for (let index = 0; index < count; index++) answers.push(await attempt(index));
    return answers;
  };

  test('for one address, wherever they come from: 429 within 20, for a while', async () => {
    await insertUsers(database.admin, ['target@example.com'], 'admin');
    const answers = await statuses(20, () => wrong('target@example.com', newPeer()));
    expect(answers.slice(0, 10).map((answer) => answer.status)).toEqual(Array(10).fill(401));
    const refused = answers.at(-1);
    expect(refused?.status).toBe(429);
    expect(refused?.json).toEqual({ success: false, error: expect.stringContaining('Too many attempts') });
    const retryAfter = Number(refused?.headers['retry-after']);
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(60);
    // Not even the right password is taken now, or the limit would tell it from the wrong ones.
    expect((await trySignIn(server, 'target@example.com', { peer: newPeer() })).status).toBe(429);
    expect((await trySignIn(server, 'admin@example.com', { peer: newPeer() })).status).toBe(200);
  });

  test('from one peer, for whichever addresses: 429 within 20', async () => {
    const peer = newPeer();
    const answers = await statuses(20, (index) => wrong(`someone-${index}@example.com`, peer));
    expect(answers.at(-1)?.status).toBe(429);
    expect((await trySignIn(server, 'admin@example.com', { peer })).status).toBe(429);
    expect((await trySignIn(server, 'admin@example.com', { peer: newPeer() })).status).toBe(200);
  });

  test('when they come all at once, too', async () => {
    const peer = newPeer();
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => wrong(`parallel-${index}@example.com`, peer)),
    );
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(15);
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(15);
  });

  test('for a peer that makes up proxies: X-Forwarded-For is not believed', async () => {
    const peer = newPeer();
    const forged = (index: number) => ({
      'X-Forwarded-For': `203.0.113.${index}`,
      'X-Real-IP': `203.0.113.${index}`,
      Forwarded: `for=203.0.113.${index}`,
      'x-casetool-peer': `203.0.113.${index}`,
    });
    const answers = await statuses(20, (index) => wrong(`forged-${index}@example.com`, peer, forged(index)));
    expect(answers.at(-1)?.status).toBe(429);
  });

  test('for each visitor of a proxy that the configuration names, by the last address it saw', async () => {
    const behind = (index: number, visitor: string) =>
      wrong(`proxied-${visitor}-${index}@example.com`, '127.9.9.9', {
        'X-Forwarded-For': `1.2.3.${index}, ${visitor}`,
      });
    const one = await statuses(20, (index) => behind(index, '203.0.113.1'));
    expect(one.at(-1)?.status).toBe(429);
    expect((await behind(0, '203.0.113.2')).status).toBe(401);
  });

  test('but not those of who gives the right password', async () => {
    const peer = newPeer();
    const answers = await statuses(25, () => trySignIn(server, 'admin@example.com', { peer }));
    expect(answers.map((answer) => answer.status)).toEqual(Array(25).fill(200));
  });
});

describe('a body that is not the expected JSON', () => {
  const hostile: [string, string, number][] = [
    ['a number', '{"email":0,"password":"x"}', 400],
    ['an array', '["admin@example.com","x"]', 400],
    ['nested objects', '{"email":{"email":"a"},"password":{"$gt":""}}', 400],
    ['__proto__', '{"email":"a","password":"b","__proto__":{"role":"admin"}}', 400],
    ['a field more', '{"email":"a","password":"b","role":"admin"}', 400],
    ['a field less', '{"email":"admin@example.com"}', 400],
    ['an empty address', '{"email":"","password":"x"}', 400],
    ['a long address', `{"email":"${'a'.repeat(256)}","password":"x"}`, 400],
    ['a long password', `{"email":"a","password":"${'x'.repeat(1025)}"}`, 400],
    ['nothing', '', 400],
    ['half of it', '{"email":', 400],
    ['ten thousand brackets', '['.repeat(10_000), 413],
    ['5 MB', `{"email":"${'a'.repeat(5 << 20)}"}`, 413],
  ];

  /** Whatever asks this one's database for anything is told 503. */
  let withoutDatabase: TestServer;
  beforeAll(async () => {
    withoutDatabase = await startServer(database, { env: { DB_PORT: '1' } });
  });
  afterAll(() => withoutDatabase?.stop());

  test.each(hostile)('%s is refused before any SQL', async (_what, body, status) => {
    const answer = await trySignIn(withoutDatabase, '', { body });
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({
      success: false,
      error: 'Invalid request',
      issues: [{ path: 'body' }],
    });
  });

  test('and counts as no attempt', async () => {
    for (let time = 0; time < 20; time++) await trySignIn(withoutDatabase, '', { body: '{}' });
    expect((await trySignIn(withoutDatabase, 'admin@example.com')).status).toBe(503);
  });

  test('nor does an attempt without a database', async () => {
    for (let time = 0; time < 20; time++) await trySignIn(withoutDatabase, 'admin@example.com');
    const answer = await trySignIn(withoutDatabase, 'admin@example.com', { password: 'wrong password' });
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBeDefined();
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'is what a form sends: %s',
    async (type) => {
      const headers = { 'Content-Type': type };
      expect((await trySignIn(server, 'admin@example.com', { headers, peer: newPeer() })).status).toBe(400);
    },
  );

  test.each([
    [5_000, 400],
    [5_000_000, 413],
  ])('is one that says that it is %i bytes long and is not', async (length, status) => {
    const head = `POST /casetool/api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${length}`;
    expect(await sendRaw(server, `${head}\r\n\r\n{}`)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect((await send(server, '/casetool/api/health/live')).status).toBe(200);
  });
});

describe('a page of another site', () => {
  const foreign: [string, Record<string, string>][] = [
    ['by Sec-Fetch-Site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['as a sister site', { 'Sec-Fetch-Site': 'same-site' }],
    ['by Origin', { Origin: 'https://evil.example' }],
    ['from a sandbox', { Origin: 'null' }],
    ['from another port of this machine', { Origin: 'http://127.0.0.1:1' }],
  ];

  test.each(foreign)('can not sign anybody in: %s', async (_what, headers) => {
    const answer = await trySignIn(server, 'admin@example.com', { headers, peer: newPeer() });
    expect(answer.status).toBe(403);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  test.each(foreign)('can not sign anybody out: %s', async (_what, headers) => {
    const Cookie = withRole(await sessionToken({ userId: 1 }, { password: KEPT }));
    const answer = await send(server, '/casetool/api/logout', {
      method: 'POST',
      headers: { Cookie, ...headers },
    });
    expect(answer.status).toBe(403);
    expect((await send(server, '/casetool/api/net-billing', { headers: { Cookie } })).status).toBe(200);
  });

  test('can not sign anybody out by a link or a picture, for which a browser sends GET', async () => {
    const Cookie = withRole(await sessionToken({ userId: 1 }, { password: KEPT }));
    for (const path of ['/casetool/api/logout', '/casetool/api/login']) {
      const answer = await send(server, path, { headers: { Cookie } });
      expect(answer.status).toBe(405);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    expect((await send(server, '/casetool/api/net-billing', { headers: { Cookie } })).status).toBe(200);
  });
});

describe('after signing in, the visitor lands', () => {
  /** Who is signed in already is sent on at once: where to, is what the form would do. */
  const landing = async (query: string) => {
    const Cookie = withRole(await sessionToken({ userId: 1 }, { password: KEPT }));
    const answer = await send(server, `/casetool/login${query}`, {
      headers: { Cookie, Host: 'evil.example' },
    });
    expect(answer.status).toBe(307);
    return answer.headers.location;
  };

  test('on the page that sent for the sign-in', async () => {
    const next = '/casetool/net-billing?model=a&model=b';
    expect(await landing(`?next=${encodeURIComponent(next)}`)).toBe(next);
  });

  test.each([
    ...[
      '//evil',
      '/\\evil',
      '/%5Cevil',
      'https:evil',
      'https://evil',
      '%09//evil',
      '/%09/evil',
      'javascript:alert(1)',
    ],
    ...['/casetool/..//evil', '/casetool/%252e%252e//evil', '/casetool/api/logout', '%00', '%E0%A4%A', ''],
    ...['/casetool/net-billing&next=//evil', '//evil&next=/casetool/net-billing'],
  ])('on the report for ?next=%s', async (next) => {
    expect(await landing(`?next=${next}`)).toBe('/casetool/net-billing');
  });
});
