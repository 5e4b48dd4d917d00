import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { insertCalls, insertUsers } from '@/tests/setup/rows';
import { type Answer, send, sendRaw, trySignIn } from '@/tests/setup/send';
import { startServer, type TestServer } from '@/tests/setup/server';
import { signIn } from '@/tests/setup/sign-in';

let database: TestDatabase;
let server: TestServer;
let cookie: string;

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await insertUsers(database.admin, ['admin@example.com'], 'admin');
  await insertCalls(database.admin, [{ user_id: 1, cost_usd: '1.5' }]);
  server = await startServer(database);
  cookie = await signIn(server, 'admin@example.com');
});

afterAll(async () => {
  await server?.stop();
  await database?.drop();
});

const get = (path: string, headers: Record<string, string> = {}) =>
  send(server, path, { headers: { Cookie: cookie, ...headers } });
const noncesOf = (answer: Answer) => [...answer.text.matchAll(/nonce="([^"]*)"/g)].map(([, nonce]) => nonce);
const policyOf = (answer: Answer) => String(answer.headers['content-security-policy']);

describe('every answer', () => {
  const answers: [string, () => Promise<Answer>][] = [
    ["the report's page", () => get('/casetool/net-billing')],
    ['the sign-in page', () => send(server, '/casetool/login')],
    ['the way to the report', () => get('/')],
    ["the report's figures", () => get('/casetool/api/net-billing')],
    ['a sign-in', () => trySignIn(server, 'admin@example.com')],
    ['a refused sign-in', () => trySignIn(server, 'nobody@example.com', { peer: '127.2.2.2' })],
    ['a question without a session', () => send(server, '/casetool/api/net-billing')],
    ['a malformed question', () => get('/casetool/api/net-billing?sort=x')],
    ['a page that is not there', () => get('/nothing')],
    ['a page of the casetool that is not there', () => get('/casetool/nothing')],
    ['a door that is not there', () => get('/casetool/api/nothing')],
    ['a file that is not there', () => get('/_next/static/nothing.js')],
    ['an image to be resized', () => get('/_next/image?url=%2Ficon.svg&w=64&q=75')],
    ['a method that is not allowed', () => send(server, '/casetool/net-billing', { method: 'DELETE' })],
    [
      'a question across sites',
      () =>
        send(server, '/casetool/api/net-billing', {
          method: 'OPTIONS',
          headers: { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'GET' },
        }),
    ],
    ['a broken address', () => send(server, '/%')],
    ['an address with two slashes', () => send(server, '//evil.example/casetool')],
    ['the health', () => send(server, '/casetool/api/health/live')],
    ['an asset', async () => get(await assetPath())],
  ];

  test.each(answers)('defends itself in its headers: %s', async (_what, ask) => {
    const { headers, status } = await ask();
    expect(status).toBeLessThan(500);
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    for (const name of Object.keys(headers))
      expect(name).not.toMatch(/^(access-control-|x-powered-by|server$|x-nextjs-cache)/);
    expect(headers.location ?? '').not.toContain('evil');
  });
});

describe('what holds figures, or leads to them', () => {
  test.each([
    '/casetool/net-billing',
    '/casetool/login',
    '/casetool/api/net-billing',
    '/casetool/nothing',
    '/casetool/api/nothing',
  ])('%s is kept by no cache', async (path) => {
    const { 'cache-control': cacheControl = '' } = (await get(path)).headers;
    expect(cacheControl).toContain('private');
    expect(cacheControl).toContain('no-store');
    expect(cacheControl).not.toMatch(/public|s-maxage/);
  });

  test('but an asset, which is the same for everybody, is kept', async () => {
    expect((await get(await assetPath())).headers['cache-control']).toBe(
      'public, max-age=31536000, immutable',
    );
  });
});

describe('the content security policy', () => {
  test.each(['/casetool/net-billing', '/casetool/login', '/nothing'])(
    'lets the scripts of %s run, and no other',
    async (path) => {
      const answer = await get(path);
      const [, nonce] = /'nonce-([^']+)'/.exec(policyOf(answer)) ?? [];
      expect(new Set(noncesOf(answer))).toEqual(new Set([nonce]));
      for (const [tag] of answer.text.matchAll(/<script\b[^>]*>/g)) expect(tag).toContain(`nonce="${nonce}"`);
      expect(answer.text).not.toMatch(/<[^>]+\son[a-z]+=|<style\b(?![^>]*nonce)/i);
      expect(policyOf(answer)).not.toMatch(/unsafe|\*|http:/);
    },
  );

  test('has another nonce each time, whatever the visitor would like', async () => {
    const wish = { 'x-nonce': 'mine', 'Content-Security-Policy': "script-src 'nonce-mine'" };
    const [one, two] = [await get('/casetool/login', wish), await get('/casetool/login', wish)];
    expect(policyOf(one)).not.toBe(policyOf(two));
    expect(one.text).not.toContain('nonce="mine"');
  });
});

describe('a hostile request', () => {
  test.each([
    ['8 KB of search', () => get(`/casetool/api/net-billing?search=${'x'.repeat(8192)}`), 400],
    [
      '8 KB of search, each character encoded',
      () => get(`/casetool/api/net-billing?search=${'%25'.repeat(8192)}`),
      400,
    ],
    ['64 KB of headers', () => get('/casetool/api/net-billing', { 'x-long': 'x'.repeat(65_536) }), 431],
    [
      'a POST to a page',
      () =>
        send(server, '/casetool/net-billing', {
          method: 'POST',
          body: '[]',
          headers: { 'Next-Action': 'x'.repeat(40), Cookie: cookie },
        }),
      405,
    ],
    [
      'a Server Action to the API',
      () =>
        send(server, '/casetool/api/net-billing', {
          method: 'POST',
          body: '[]',
          headers: { 'Next-Action': 'x', Cookie: cookie },
        }),
      405,
    ],
    ["another machine's image", () => get('/_next/image?url=http%3A%2F%2F169.254.169.254%2F&w=64&q=75'), 404],
    ['a path out of the folder', () => get('/_next/static/..%2f..%2f..%2fpackage.json'), 404],
    ['a hidden file', () => get('/.env'), 404],
    ['a source map', async () => get(`${await assetPath()}.map`), 404],
  ])('%s: refused', async (_what, ask, status) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect(answer.text).not.toMatch(/node_modules|at .*\.js:|DB_|"dependencies"|sourcesContent/);
  });

  test.each([
    ['an address without a path', 'GET evil.example HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a whole address', 'GET http://evil.example/casetool/login HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a tunnel', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n'],
    [
      'another protocol',
      'GET /casetool/net-billing HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    ],
    ['bytes that are no text', 'GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a line break in an address', 'GET /a\nb HTTP/1.1\r\nHost: x\r\n\r\n'],
    [
      'two lengths',
      'POST /casetool/api/login HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}',
    ],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
  ])('%s: refused, and the server goes on', async (_what, bytes) => {
    expect(await sendRaw(server, bytes.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'))).not.toMatch(
      /^HTTP\/1\.1 [25]/,
    );
    expect((await send(server, '/casetool/api/health/live')).json).toEqual({ status: 'live' });
  });
});

describe('an answer of 500', () => {
  test('is a request id and nothing else; the log has the cause under it', async () => {
    await database.admin.query('RENAME TABLE users TO gone');
    const [api, page] = [await get('/casetool/api/net-billing'), await get('/casetool/net-billing')];
    await database.admin.query('RENAME TABLE gone TO users');
    expect(api.status).toBe(500);
    expect(api.json).toEqual({
      success: false,
      error: 'Failed to fetch net billing data',
      request_id: api.headers['x-request-id'],
    });
    expect(page.status).toBe(500);
    for (const { text } of [api, page])
      expect(text).not.toMatch(/SELECT|doesn't exist|casetool_|\.next|node_modules/);
    for (const { headers } of [api, page]) {
      const lines = logLines().filter((line) => line.requestId === headers['x-request-id']);
      expect(JSON.stringify(lines)).toContain("users' doesn't exist");
    }
  });
});

describe('the log', () => {
  test('has one line of JSON for each event, whatever a visitor sent', async () => {
    const hostile = 'a\nb\r\u001b[31m\u2028{"level":"error"}';
    await trySignIn(server, hostile, { password: hostile, peer: '127.2.2.3' });
    await get(`/casetool/api/net-billing?search=${encodeURIComponent(hostile)}`);
    await get(`/casetool/${encodeURIComponent(hostile)}`);
    await sendRaw(server, 'GET /\u001b[2J HTTP/1.1\r\nHost: x\r\nUser-Agent: \u001b[2J\u0085\r\n\r\n');
    await trySignIn(server, 'admin@example.com', { headers: { Origin: 'http://\u0085\u009b31m' } });
    await database.admin.query('RENAME TABLE users TO gone');
    await get(`/casetool/api/net-billing?search=${encodeURIComponent(hostile)}`);
    await get(`/casetool/net-billing?search=${encodeURIComponent(hostile)}`);
    await database.admin.query('RENAME TABLE gone TO users');
    expect(logLines().length).toBeGreaterThan(3);
    expect(server.logs().replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
  });

  test('has a line for every request, with the id that its answer carries and nothing of a search', async () => {
    const answer = await get('/casetool/api/net-billing?search=somebody%40example.com&sort=email');
    const requestId = answer.headers['x-request-id'];
    const line = () => logLines().find((line) => line.requestId === requestId && line.message === 'request');
    await expect.poll(line).toMatchObject({
      method: 'GET',
      path: '/casetool/api/net-billing',
      query: 'search=…&sort=email',
      status: answer.status,
    });
    expect(server.logs()).not.toContain('somebody');
    expect(server.logs()).not.toContain('next.config');
  });

  test('holds no password, no session and no secret', () => {
    const [token = ''] = cookie.match(/[\w-]+\.[\w-]+\.[\w-]+/) ?? [];
    expect(token.length).toBeGreaterThan(100);
    for (const secret of [token, 'correct horse', 'secret of the tests', database.reader.password])
      expect(server.logs()).not.toContain(secret);
  });
});

/** Every line that the server wrote; throws for one that is not JSON. */
const logLines = (): Record<string, unknown>[] =>
  server
    .logs()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

async function assetPath(): Promise<string> {
  const page = await send(server, '/casetool/login');
  return /\/_next\/static\/[^"]+\.js/.exec(page.text)?.[0] ?? '';
}
