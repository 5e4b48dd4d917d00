import 'server-only';
import { z } from 'zod';
import { SignInAttempts } from './attempts';
import { findUserByEmail, type UserRow } from './db/users';
import { env } from './env';
import { WrongCredentialsError } from './errors';
import { readJsonBody } from './json-body';
import { log } from './log';
import { passwordMatches } from './password';
import { peerGroup, peerOf, proxyList } from './peer';
import { ADMIN_ROLE } from './session-cookies';

const credentials = z.strictObject({
  email: z.string().min(1).max(255),
  password: z.string().min(1).max(1024),
});

const attempts = new SignInAttempts();

/**
 * The administrator whose address and password this request brings.
 *
 * The order matters: nothing is hashed and nothing is asked of the database before the body has its shape and the
 * peer an attempt left. For a known and an unknown address the same work is done, whatever comes of either half.
 *
 * @throws InvalidBodyError, TooManyAttemptsError, DatabaseUnavailableError, DatabaseTimeoutError
 * @throws WrongCredentialsError for every kind of refusal
 */
export async function checkCredentials(request: Request): Promise<UserRow> {
  const { email, password } = await readJsonBody(request, credentials);
  const peer = peerOf(request.headers, proxyList(env().trustedProxies));
  const attempt = attempts.start(email, peerGroup(peer));
  const [matching, found] = await Promise.allSettled([
    passwordMatches(password, env().password),
    findUserByEmail(email.trim()),
  ]);
  if (matching.status === 'rejected' || found.status === 'rejected') attempt.forgive();
  if (matching.status === 'rejected') throw matching.reason;
  if (found.status === 'rejected') throw found.reason;
  const user = found.value;
  if (!matching.value || !user || user.role !== ADMIN_ROLE || !isSameAddress(user.email, email)) {
    log('warn', 'sign-in refused', { peer, userId: user?.id ?? null });
    throw new WrongCredentialsError();
  }
  attempt.forgive();
  log('info', 'signed in', { peer, userId: user.id });
  return user;
}

/**
 * The database finds `ádmin@…` when asked for `admin@…`, depending on its collation. Here only the case of letters
 * may differ, so that other spellings of an address are not further attempts at it.
 */
const isSameAddress = (kept: string, given: string): boolean =>
  kept.toLowerCase() === given.trim().toLowerCase();
