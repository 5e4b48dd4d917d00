import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import {
  ABSOLUTE_SECONDS,
  IDLE_SECONDS,
  type SessionKey,
  sessionKeys,
  signSession,
  startSession,
  touchSession,
  verifySession,
} from './session-token';

const SECRET = 'the first secret, long enough for a session';
const PASSWORD = 'correct horse battery staple';
const keys = sessionKeys([SECRET], PASSWORD);
const [key] = keys as [SessionKey];
const nine = new Date('2026-04-01T09:00:00Z');
const later = (seconds: number) => new Date(nine.getTime() + seconds * 1000);

/** The token with one of its three parts replaced. */
const withPart = (token: string, index: number, part: string) => token.split('.').with(index, part).join('.');
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString());

/** A token as another program with our key might sign it. */
const foreignToken = (claims: Record<string, unknown>) =>
  new SignJWT({ sid: 'a'.repeat(24), auth_time: seconds(nine), ...claims })
    .setProtectedHeader({ alg: 'HS256', kid: key.id })
    .sign(key.key);
const seconds = (time: Date) => time.getTime() / 1000;
const usual = { sub: '7', iat: seconds(nine), exp: seconds(nine) + IDLE_SECONDS };

describe('a session', () => {
  const session = startSession(7, nine);

  test('is what its token says', async () => {
    expect(await verifySession(await signSession(session, keys), keys, nine)).toEqual(session);
  });

  test('has another id at each sign-in', () => {
    expect(startSession(7, nine).id).not.toBe(session.id);
  });

  test('ends after 30 minutes without use', async () => {
    const token = await signSession(session, keys);
    expect(await verifySession(token, keys, later(IDLE_SECONDS))).toEqual(session);
    expect(await verifySession(token, keys, later(IDLE_SECONDS + 11))).toBeNull();
  });

  test('lives on when it is used within them', async () => {
    const used = touchSession(session, later(IDLE_SECONDS - 1));
    const token = await signSession(used, keys);
    expect(await verifySession(token, keys, later(2 * IDLE_SECONDS - 1))).toEqual(used);
    expect(used.id).toBe(session.id);
  });

  test('ends after 12 hours however often it is used', async () => {
    const used = touchSession(session, later(ABSOLUTE_SECONDS - 5));
    const token = await signSession(used, keys);
    expect(decode(token.split('.')[1]).exp).toBe(seconds(nine) + ABSOLUTE_SECONDS);
    expect(await verifySession(token, keys, later(ABSOLUTE_SECONDS - 1))).toEqual(used);
    expect(await verifySession(token, keys, later(ABSOLUTE_SECONDS))).toBeNull();
  });
});

describe('a key', () => {
  test('signs no session once the password has changed', async () => {
    const token = await signSession(startSession(7, nine), keys);
    expect(await verifySession(token, sessionKeys([SECRET], `${PASSWORD}!`), nine)).toBeNull();
  });

  test('signs no session once the secret has changed', async () => {
    const token = await signSession(startSession(7, nine), keys);
    expect(await verifySession(token, sessionKeys([`${SECRET}!`], PASSWORD), nine)).toBeNull();
  });

  test('still verifies while its secret stands second', async () => {
    const session = startSession(7, nine);
    const both = sessionKeys([`${SECRET}!`, SECRET], PASSWORD);
    expect(await verifySession(await signSession(session, keys), both, nine)).toEqual(session);
    expect(await verifySession(await signSession(session, both), keys, nine)).toBeNull();
  });
});

describe('no session is proved by', () => {
  const session = startSession(7, nine);

  test('any token with one bit flipped', async () => {
    const token = await signSession(session, keys);
    const parts = token.split('.').map((part) => Buffer.from(part, 'base64url'));
    for (const [index, part] of parts.entries())
      for (let bit = 0; bit < part.length * 8; bit++) {
        const flipped = Buffer.from(part);
        flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        const forged = withPart(token, index, flipped.toString('base64url'));
        expect(await verifySession(forged, keys, nine), `part ${index}, bit ${bit}`).toBeNull();
      }
  });

  test('any token with another last character', async () => {
    const token = await signSession(session, keys);
    for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ ') {
      const forged = token.slice(0, -1) + character;
      if (forged !== token) expect(await verifySession(forged, keys, nine), character).toBeNull();
    }
  });

  test("another user's id put in", async () => {
    const token = await signSession(session, keys);
    const claims = decode(token.split('.')[1]);
    expect(await verifySession(withPart(token, 1, encode({ ...claims, sub: '1' })), keys, nine)).toBeNull();
  });

  test.each([
    ['an empty signature', (token: string) => withPart(token, 2, '')],
    ['no signature', (token: string) => token.split('.').slice(0, 2).join('.')],
    ['the algorithm none', (token: string) => withPart(withPart(token, 0, encode({ alg: 'none' })), 2, '')],
    ['an unknown key id', (token: string) => withPart(token, 0, encode({ alg: 'HS256', kid: 'unknown' }))],
    ['no key id', (token: string) => withPart(token, 0, encode({ alg: 'HS256' }))],
    ['a space behind it', (token: string) => `${token} `],
    ['two of it', (token: string) => `${token}, ${token}`],
  ])('%s', async (_what, forge) => {
    expect(await verifySession(forge(await signSession(session, keys)), keys, nine)).toBeNull();
  });

  test('the right key under another algorithm', async () => {
    const long = createHmac('sha512', key.key).digest();
    for (const alg of ['HS384', 'HS512']) {
      const token = await new SignJWT({ ...usual, sid: 'a'.repeat(24), auth_time: usual.iat })
        .setProtectedHeader({ alg, kid: key.id })
        .sign(long);
      expect(await verifySession(token, [{ ...key, key: long }], nine)).toBeNull();
    }
  });

  test.each([
    ['a user id that is no whole number', { sub: '7.0' }],
    ['a user id with a sign', { sub: '-7' }],
    ['a user id in another notation', { sub: '0x7' }],
    ['no user id', { sub: undefined }],
    ['a short session id', { sid: 'abc' }],
    ['a session id with a line break', { sid: `${'a'.repeat(24)}\n` }],
    ['no idle expiry', { exp: undefined }],
    ['no time of sign-in', { auth_time: undefined }],
    ['a sign-in after the issue', { auth_time: usual.iat + 1 }],
    ['a sign-in of yesterday', { auth_time: usual.iat - ABSOLUTE_SECONDS }],
    ['an issue in the future', { iat: usual.iat + 60 }],
    ['not yet being valid', { nbf: usual.iat + 60 }],
  ])('a well-signed token with %s', async (_what, claims) => {
    expect(await verifySession(await foreignToken({ ...usual, ...claims }), keys, nine)).toBeNull();
  });

  test('a well-signed token that grants itself more than 30 minutes', async () => {
    const token = await foreignToken({ ...usual, exp: usual.exp + 3600 });
    expect(await verifySession(token, keys, later(60))).not.toBeNull();
    expect(await verifySession(token, keys, later(IDLE_SECONDS + 11))).toBeNull();
  });

  test('any other text', async () => {
    const part = fc.oneof(fc.base64String(), fc.json().map(encode), fc.string({ unit: 'binary' }));
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('.')),
      fc.nat(20_000).map((length) => 'x'.repeat(length)),
    );
    await fc.assert(
      fc.asyncProperty(text, async (token) => {
        expect(await verifySession(token, keys, nine)).toBeNull();
      }),
    );
  });
});
