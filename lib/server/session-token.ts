import 'server-only';
import { createHmac, randomBytes } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';

/** A session ends after this long without use … */
export const IDLE_SECONDS = 30 * 60;
/** … and after this long whatever happens. */
export const ABSOLUTE_SECONDS = 12 * 60 * 60;
/** How far the clock of another machine that issues sessions (docs/sessions.md) may be off. */
const CLOCK_TOLERANCE_SECONDS = 10;
/** Ours have some 300 characters; whatever is much longer is not worth the signature check. */
const MAX_TOKEN_LENGTH = 1024;

/** One sign-in of one person. Times are seconds since 1970, as JWT counts them. */
export interface Session {
  /** Random, new at each sign-in, the same through every renewal. */
  readonly id: string;
  readonly userId: number;
  /** When the password was given: the absolute expiry counts from here. */
  readonly signedInAt: number;
  /** When this token was signed: the idle expiry counts from here. */
  readonly issuedAt: number;
}

export interface SessionKey {
  /** Goes into the token's header, so that a secret can be replaced without ending every session. */
  readonly id: string;
  readonly key: Uint8Array;
}

/**
 * A key for each secret, in their order. The password is part of every key: changing either the secret or the
 * password ends all sessions.
 */
export function sessionKeys(secrets: readonly string[], password: string): SessionKey[] {
  return secrets.map((secret) => {
    const key = createHmac('sha256', secret).update(`net-billing session v1\n${password}`).digest();
    const id = createHmac('sha256', key).update('key id').digest('base64url').slice(0, 12);
    return { id, key };
  });
}

export function startSession(userId: number, now: Date): Session {
  const seconds = toSeconds(now);
  return { id: randomBytes(18).toString('base64url'), userId, signedInAt: seconds, issuedAt: seconds };
}

/** The same session, used again just now. */
export function touchSession(session: Session, now: Date): Session {
  return { ...session, issuedAt: toSeconds(now) };
}

/** The second from which no token of this session is valid any more, however often it was renewed. */
export function absoluteExpiry(session: Session): number {
  return session.signedInAt + ABSOLUTE_SECONDS;
}

/** The second from which this token of the session is not valid any more. */
export function expiry(session: Session): number {
  return Math.min(session.issuedAt + IDLE_SECONDS, absoluteExpiry(session));
}

/** A JWT, signed with the first key. */
export function signSession(session: Session, keys: readonly SessionKey[]): Promise<string> {
  const [newest] = keys;
  if (!newest) throw new Error('There is no key to sign a session with');
  return new SignJWT({ sid: session.id, auth_time: session.signedInAt })
    .setProtectedHeader({ alg: 'HS256', kid: newest.id })
    .setSubject(String(session.userId))
    .setIssuedAt(session.issuedAt)
    .setExpirationTime(expiry(session))
    .sign(newest.key);
}

const claims = z.object({
  sub: z.string().regex(/^[1-9]\d{0,9}$/),
  sid: z.string().regex(/^[\w-]{22,64}$/),
  iat: z.int(),
  auth_time: z.int(),
});

/** The session that a token proves at this time; null for every other text. */
export async function verifySession(
  token: string | undefined,
  keys: readonly SessionKey[],
  now: Date,
): Promise<Session | null> {
  if (!token || token.length > MAX_TOKEN_LENGTH || !isCanonical(token)) return null;
  const payload = await verifiedPayload(token, keys, now);
  const parsed = claims.safeParse(payload);
  if (!parsed.success) return null;
  const { sub, sid, iat, auth_time } = parsed.data;
  const session: Session = { id: sid, userId: Number(sub), signedInAt: auth_time, issuedAt: iat };
  const fits = session.signedInAt <= session.issuedAt && toSeconds(now) < absoluteExpiry(session);
  return fits ? session : null;
}

/**
 * Decoders of base64 skip spaces and the last few bits: without this a token with another last character would be
 * as good.
 */
const isCanonical = (token: string): boolean =>
  token.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);

async function verifiedPayload(token: string, keys: readonly SessionKey[], now: Date): Promise<unknown> {
  const findKey = (header: { kid?: string }): Uint8Array => {
    const match = keys.find((candidate) => candidate.id === header.kid);
    if (!match) throw new errors.JWKSNoMatchingKey();
    return match.key;
  };
  try {
    const { payload } = await jwtVerify(token, findKey, {
      algorithms: ['HS256'],
      currentDate: now,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['sub', 'sid', 'iat', 'exp', 'auth_time'],
      // `exp` says the same in our own tokens; this holds for those that other programs issue too.
      maxTokenAge: IDLE_SECONDS,
    });
    return payload;
  } catch {
    // Whatever a visitor put into the cookie, the answer is that it proves nothing.
    return null;
  }
}

const toSeconds = (time: Date): number => Math.floor(time.getTime() / 1000);
