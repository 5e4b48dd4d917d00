import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { insertUsers } from '@/tests/setup/rows';
import { type Answer, cookiesOf, send, sendRaw, trySignIn } from '@/tests/setup/send';
import { PASSWORD, SESSION_SECRET, startServer, type TestServer } from '@/tests/setup/server';
import { secondsAgo, sessionToken, withRole } from '@/tests/setup/sessions';
import { signIn } from '@/tests/setup/sign-in';

const ADMIN = 1;
const USER = 2;
const HALF_AN_HOUR = 30 * 60;
const TWELVE_HOURS = 12 * 60 * 60;

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await insertUsers(database.admin, ['admin@example.com'], 'admin');
  await insertUsers(database.admin, ['user@example.com']);
  server = await startServer(database);
});

afterAll(async () => {
  await server?.stop();
  await database?.drop();
});

const ask = (cookie?: string, to: TestServer = server): Promise<Answer> =>
  send(to, '/casetool/api/net-billing', { headers: cookie === undefined ? {} : { Cookie: cookie } });
const tokenIn = (cookie: string) => /casetool_user_id=([^;]+)/.exec(cookie)?.[1] ?? '';
const signOut = (cookie: string, to: TestServer = server) =>
  send(to, '/casetool/api/logout', { method: 'POST', headers: { Cookie: cookie, Origin: to.baseUrl } });

const REFUSED = { success: false, error: 'Unauthorized: Admin access required' };

describe('without a session there is no report', () => {
  test.each([
    ['without any cookie', undefined],
    ['for an id written by hand', 'casetool_user_id=1; casetool_user_role=admin'],
    ['for a role alone', 'casetool_user_role=admin'],
    ['for an empty id', 'casetool_user_id=; casetool_user_role=admin'],
    ['for a cookie of another name', 'session=1'],
    ['for 10 KB of garbage', `casetool_user_id=${'x'.repeat(10_000)}; casetool_user_role=admin`],
    ['for broken percent signs', 'casetool_user_id=%E0%A4%A; casetool_user_role=%'],
    ['for the same name twice', 'casetool_user_id=1; casetool_user_id=2; casetool_user_role=admin'],
    ['for no pair at all', ';;=;=;'],
  ])('%s', async (_what, cookie) => {
    const answer = await ask(cookie);
    expect(answer.status).toBe(401);
    expect(answer.json).toEqual(REFUSED);
    expect(answer.headers['cache-control']).toBe('private, no-store');
  });

  test('for whatever a visitor writes into the cookie header', async () => {
    const character = fc.integer({ min: 0x20, max: 0xff }).filter((code) => code !== 0x7f);
    const text = fc.array(character, { maxLength: 200 }).map((codes) => String.fromCharCode(...codes));
    const header = fc.oneof(
      text,
      text.map((value) => `casetool_user_id=${value}; casetool_user_role=admin`),
      fc
        .array(text, { maxLength: 5 })
        .map((values) => values.map((value) => `casetool_user_id=${value}`).join(';')),
    );
    await fc.assert(
      fc.asyncProperty(header, async (cookie) => {
        expect((await ask(cookie)).status).toBe(401);
      }),
      { numRuns: 200 },
    );
  });

  test('for the header itself several times', async () => {
    const lines = ['GET /casetool/api/net-billing HTTP/1.1', 'Host: x', 'Connection: close'];
    for (let index = 0; index < 50; index++) lines.push(`Cookie: casetool_user_id=${index}`);
    expect(await sendRaw(server, `${lines.join('\r\n')}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 401 /);
  });
});

describe('a session that somebody tampered with is none', () => {
  const tampered: [string, (token: string) => string | Promise<string>][] = [
    ['one bit of its claims flipped', (token) => flipBit(token, 1)],
    ['one bit of its signature flipped', (token) => flipBit(token, 2)],
    ["another user's id put in", (token) => withClaims(token, { sub: '2' })],
    ['a later expiry put in', (token) => withClaims(token, { exp: 4_000_000_000 })],
    ['an empty signature', (token) => token.replace(/[^.]*$/, '')],
    ['the algorithm none', (token) => withHeader(token, { alg: 'none' }).replace(/[^.]*$/, '')],
    ['an unknown key id', (token) => withHeader(token, { alg: 'HS256', kid: 'unknown' })],
    ['quotation marks around it', (token) => `"${token}x"`],
    [
      'a signature by another secret',
      () => sessionToken({ userId: ADMIN }, { secret: `${SESSION_SECRET}!` }),
    ],
    [
      'a signature from before the password was changed',
      () => sessionToken({ userId: ADMIN }, { password: `${PASSWORD}!` }),
    ],
    [
      '30 minutes without use behind it',
      () =>
        sessionToken({
          userId: ADMIN,
          issuedAt: secondsAgo(HALF_AN_HOUR + 15),
          signedInAt: secondsAgo(HALF_AN_HOUR + 15),
        }),
    ],
    ['12 hours behind it', () => sessionToken({ userId: ADMIN, signedInAt: secondsAgo(TWELVE_HOURS) })],
    ['a user who never was', () => sessionToken({ userId: 999_999 })],
    ['a user id beyond every column', () => sessionToken({ userId: 9_999_999_999 })],
  ];

  test.each(tampered)('%s', async (_what, tamper) => {
    const cookie = await signIn(server, 'admin@example.com');
    const answer = await ask(withRole(await tamper(tokenIn(cookie))));
    expect(answer.status).toBe(401);
    expect(answer.json).toEqual(REFUSED);
  });
});

describe('who is no administrator gets 403', () => {
  test.each([
    ['an administrator without the role cookie', ADMIN, (token: string) => `casetool_user_id=${token}`],
    ['an administrator whose role cookie says user', ADMIN, (token: string) => withRole(token, 'user')],
    ['an administrator whose role cookie says Admin', ADMIN, (token: string) => withRole(token, 'Admin')],
    ['a user with a valid session who wrote the role cookie', USER, (token: string) => withRole(token)],
  ])('%s', async (_what, userId, cookie) => {
    const answer = await ask(cookie(await sessionToken({ userId })));
    expect(answer.status).toBe(403);
    expect(answer.json).toEqual(REFUSED);
  });
});

describe('an administrator who is signed in', () => {
  const hire = async (email: string) => {
    await insertUsers(database.admin, [email], 'admin');
    const cookie = await signIn(server, email);
    expect((await ask(cookie)).status).toBe(200);
    return cookie;
  };

  test('is out at the next request when demoted, and in again when promoted', async () => {
    const cookie = await hire('demoted@example.com');
    await database.admin.query("UPDATE users SET role = 'user' WHERE email = 'demoted@example.com'");
    expect((await ask(cookie)).status).toBe(403);
    await database.admin.query("UPDATE users SET role = NULL WHERE email = 'demoted@example.com'");
    expect((await ask(cookie)).status).toBe(403);
    await database.admin.query("UPDATE users SET role = 'admin' WHERE email = 'demoted@example.com'");
    expect((await ask(cookie)).status).toBe(200);
  });

  test('is out at the next request when deleted', async () => {
    const cookie = await hire('deleted@example.com');
    await database.admin.query("DELETE FROM users WHERE email = 'deleted@example.com'");
    const answer = await ask(cookie);
    expect(answer.status).toBe(401);
    expect(answer.text).not.toContain('summary');
  });
});

describe('signing out', () => {
  test('ends the session for good and clears both cookies', async () => {
    const cookie = await signIn(server, 'admin@example.com');
    const answer = await signOut(cookie);
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ success: true });
    expect(answer.headers['set-cookie']).toEqual([
      'casetool_user_id=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax',
      'casetool_user_role=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax',
    ]);
    expect((await ask(cookie)).status).toBe(401);
  });

  test('ends the renewed cookies of the session, too', async () => {
    const id = 'r'.repeat(24);
    const old = withRole(
      await sessionToken({ userId: ADMIN, id, issuedAt: secondsAgo(120), signedInAt: secondsAgo(120) }),
    );
    const renewed = cookiesOf(await ask(old));
    expect(renewed).toContain('casetool_user_id=');
    await signOut(old);
    expect((await ask(renewed)).status).toBe(401);
  });

  test('leaves the other sessions of the same person alone', async () => {
    const [here, there] = [
      await signIn(server, 'admin@example.com'),
      await signIn(server, 'admin@example.com'),
    ];
    await signOut(here);
    expect((await ask(there)).status).toBe(200);
  });

  test.each([
    ['twice', async () => signIn(server, 'admin@example.com')],
    ['without a session', async () => ''],
    ['with garbage', async () => 'casetool_user_id=garbage; casetool_user_role=admin'],
  ])('works %s', async (_what, cookie) => {
    const kept = await cookie();
    for (let time = 0; time < 2; time++) expect((await signOut(kept)).json).toEqual({ success: true });
  });
});

describe('the cookies', () => {
  test('are out of reach of scripts and of other sites, and gone with the session', async () => {
    const { headers } = await trySignIn(server, 'admin@example.com');
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(
        /^casetool_user_id=[\w-]+\.[\w-]+\.[\w-]+; Path=\/; Max-Age=1800; HttpOnly; SameSite=Lax$/,
      ),
      'casetool_user_role=admin; Path=/; Max-Age=1800; HttpOnly; SameSite=Lax',
    ]);
  });

  test('hold another session id at each sign-in', async () => {
    const [one, two] = [await signIn(server, 'admin@example.com'), await signIn(server, 'admin@example.com')];
    expect(claimsOf(tokenIn(one)).sid).not.toBe(claimsOf(tokenIn(two)).sid);
  });

  test('of the session before are worth nothing after signing in again', async () => {
    const before = await signIn(server, 'admin@example.com');
    const after = cookiesOf(await trySignIn(server, 'admin@example.com', { headers: { Cookie: before } }));
    expect((await ask(before)).status).toBe(401);
    expect((await ask(after)).status).toBe(200);
  });

  test('are renewed by use, within the 12 hours of the sign-in', async () => {
    const signedInAt = secondsAgo(TWELVE_HOURS - 600);
    const token = await sessionToken({ userId: ADMIN, issuedAt: secondsAgo(120), signedInAt });
    const [renewed] = (await ask(withRole(token))).headers['set-cookie'] ?? [];
    const claims = claimsOf(tokenIn(renewed ?? ''));
    expect(claims).toMatchObject({ sub: '1', sid: claimsOf(token).sid, auth_time: signedInAt });
    expect(claims.exp).toBe(signedInAt + TWELVE_HOURS);
    expect(Number(/Max-Age=(\d+)/.exec(renewed ?? '')?.[1])).toBeLessThanOrEqual(600);
  });

  test('are not renewed at every request', async () => {
    const answer = await ask(await signIn(server, 'admin@example.com'));
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });
});

describe('no header and no spelling of the address is a way around the check', () => {
  test.each([
    [
      'x-middleware-subrequest',
      { 'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware' },
    ],
    ['x-middleware-subrequest for src', { 'x-middleware-subrequest': 'src/middleware' }],
    ['RSC', { RSC: '1' }],
    ['a prefetch', { RSC: '1', 'Next-Router-Prefetch': '1', Purpose: 'prefetch' }],
    [
      'a segment prefetch',
      { RSC: '1', 'Next-Router-Prefetch': '1', 'Next-Router-Segment-Prefetch': '/_tree' },
    ],
    ['Next-Action', { 'Next-Action': 'x' }],
    ['x-nextjs-data', { 'x-nextjs-data': '1' }],
    [
      'x-invoke-path',
      { 'x-invoke-path': '/casetool/api/net-billing', 'x-matched-path': '/casetool/api/net-billing' },
    ],
    ['x-casetool-peer', { 'x-casetool-peer': '127.0.0.1' }],
    ['an Authorization header', { Authorization: 'Bearer admin' }],
    ['x-http-method-override', { 'x-http-method-override': 'GET' }],
  ])('%s', async (_what, headers) => {
    const api = await send(server, '/casetool/api/net-billing', { headers });
    expect(api.status).toBe(401);
    const page = await askForPage(headers);
    if (!('Next-Router-Prefetch' in headers)) expect(destinationOf(page)).toContain('/casetool/login');
    expect(page.text).not.toContain('Sign out');
    expect(page.text).not.toContain('@example.com');
  });

  test.each([
    '/casetool/net-billing.rsc',
    '/casetool/net-billing.prefetch.rsc',
    '/casetool/net-billing.segments/_tree.segment.rsc',
    '/casetool/net-billing?_rsc=1',
    '/casetool/net-billing/',
    '/casetool/%6eet-billing',
    '/casetool/./net-billing',
    '/_next/data/x/casetool/net-billing.json',
    '/casetool/api/net-billing.rsc',
    '/casetool/api/net-billing/',
    '/casetool/api//net-billing',
    '/casetool/api/%6eet-billing',
    '/casetool/api/net-billing%2f',
    '/casetool/api/net-billing;x',
    '/casetool/api/../api/net-billing',
  ])('%s', async (path) => {
    const answer = await send(server, path);
    expect(answer.status).not.toBe(200);
    expect(answer.status).toBeLessThan(500);
    expect(answer.text).not.toContain('total_cost_usd');
  });
});

/** A part of a page can't redirect by its status any more: it says in its text where the browser is to go. */
const destinationOf = (page: Answer) => (page.status === 200 ? page.text : page.headers.location);

/** Next sends who asks for a part of a page on to an address that is made of these very headers. */
async function askForPage(headers: Record<string, string>): Promise<Answer> {
  const answer = await send(server, '/casetool/net-billing', { headers });
  const { location = '' } = answer.headers;
  return location.includes('_rsc') ? send(server, location, { headers }) : answer;
}

const decode = (part = ''): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString());
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claimsOf = (token: string) => decode(token.split('.')[1]);
const withPart = (token: string, index: number, part: string) => token.split('.').with(index, part).join('.');
const withHeader = (token: string, header: object) => withPart(token, 0, encode(header));
const withClaims = (token: string, claims: object) =>
  withPart(token, 1, encode({ ...claimsOf(token), ...claims }));

function flipBit(token: string, part: number): string {
  const bytes = Buffer.from(token.split('.')[part] ?? '', 'base64url');
  bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
  return withPart(token, part, bytes.toString('base64url'));
}
