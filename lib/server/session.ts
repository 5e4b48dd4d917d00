import 'server-only';
import { cookies } from 'next/headers';
import { cache } from 'react';
import { findUserById } from './db/users';
import { type Endable, EndedSessions } from './ended-sessions';
import { env } from './env';
import { NotAdminError, NotSignedInError } from './errors';
import {
  ADMIN_ROLE,
  clearedCookies,
  ROLE_COOKIE,
  SESSION_COOKIE,
  sessionCookies,
  withCookies,
} from './session-cookies';
import {
  absoluteExpiry,
  expiry,
  type Session,
  type SessionKey,
  sessionKeys,
  signSession,
  startSession,
  touchSession,
  verifySession,
} from './session-token';

declare const checked: unique symbol;

/**
 * An administrator whose session and whose row in `users` were checked for this very request. Only `requireAdmin`
 * makes one, so whatever asks for an `Admin` can't be reached without the check.
 */
export interface Admin {
  readonly [checked]: true;
  readonly userId: number;
  readonly email: string;
  readonly session: Session;
}

/** A token this young is not worth renewing. */
const RENEW_AFTER_SECONDS = 60;

/**
 * Who asks, for route handlers and server pages alike. Within the rendering of one page it asks the database once.
 *
 * @throws NotSignedInError without a valid session, or when its user is gone
 * @throws NotAdminError when the role cookie or the user's row says something else than `admin`
 * @throws DatabaseUnavailableError, DatabaseTimeoutError when the row can't be read: nobody is let in
 */
export const requireAdmin = cache(async (): Promise<Admin> => {
  const jar = await cookies();
  const session = await findSession(jar.get(SESSION_COOKIE)?.value);
  if (!session) throw new NotSignedInError();
  if (jar.get(ROLE_COOKIE)?.value !== ADMIN_ROLE) throw new NotAdminError();
  const user = await findUserById(session.userId);
  if (!user) throw new NotSignedInError();
  if (user.role !== ADMIN_ROLE) throw new NotAdminError();
  return { userId: user.id, email: user.email, session } as Admin;
});

/**
 * Counts this request as use of the session: adds the renewed cookies to an answer, at most once a minute.
 * For the answers of route handlers, after `requireAdmin`: `return renewSession(admin, json(report))`.
 */
export async function renewSession(admin: Admin, response: Response): Promise<Response> {
  const now = new Date();
  const tooYoung = now.getTime() / 1000 - admin.session.issuedAt < RENEW_AFTER_SECONDS;
  // A slow answer may arrive after the sign-out, or after the next sign-in: it must not bring the old cookie back.
  if (tooYoung || (await endedSessions().has(endable(admin.session)))) return response;
  return withCookies(response, await cookiesFor(touchSession(admin.session, now)));
}

/** A new session for somebody whose password was just checked: the `Set-Cookie` values that hold it. */
export function openSession(userId: number): Promise<string[]> {
  return cookiesFor(startSession(userId, new Date()));
}

/**
 * Ends the session in this request's cookie, if there is a valid one, for good. Needs no database.
 * @returns false if it could not be written down, so that a restart of the program would forget it
 */
export async function endSession(): Promise<boolean> {
  const session = await findSession((await cookies()).get(SESSION_COOKIE)?.value);
  return session === null || endedSessions().end(endable(session), new Date());
}

/** Makes the browser forget both cookies. */
export function forgetSession(response: Response): Response {
  return withCookies(response, clearedCookies(env().baseUrl));
}

async function findSession(token: string | undefined): Promise<Session | null> {
  const session = await verifySession(token, keys(), new Date());
  return session && !(await endedSessions().has(endable(session))) ? session : null;
}

async function cookiesFor(session: Session): Promise<string[]> {
  const token = await signSession(session, keys());
  return sessionCookies(token, expiry(session) - session.issuedAt, env().baseUrl);
}

const keys = (): SessionKey[] => sessionKeys(env().sessionSecrets, env().password);

const endable = (session: Session): Endable => ({ id: session.id, absoluteExpiry: absoluteExpiry(session) });

/** Next loads a module once for pages and once for routes; what was signed out must be known to both. */
const shared = globalThis as typeof globalThis & { netBillingEndedSessions?: EndedSessions };

function endedSessions(): EndedSessions {
  shared.netBillingEndedSessions ??= new EndedSessions(env().stateDir);
  return shared.netBillingEndedSessions;
}
