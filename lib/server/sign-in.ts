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

type Credentials = z.infer<typeof credentials>;

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
  const given = await readJsonBody(request, credentials);
  const peer = peerOf(request.headers, proxyList(env().trustedProxies));
  const attempt = attempts.start(given.email, peerGroup(peer));
  const { user, isRight } = await compare(given).catch((error) => {
    attempt.forgive();
    throw error;
  });
  const who = { peer, userId: user?.id ?? null };
  if (!user || !isRight) {
    log('warn', 'sign-in refused', who);
    throw new WrongCredentialsError();
  }
  attempt.forgive();
  log('info', 'signed in', who);
  return user;
}

async function compare({
  email,
  password,
}: Credentials): Promise<{ user: UserRow | null; isRight: boolean }> {
  const [matches, user] = await Promise.all([
    passwordMatches(password, env().password),
    findUserByEmail(email.trim()),
  ]);
  return { user, isRight: matches && user?.role === ADMIN_ROLE && isSameAddress(user.email, email) };
}

/**
 * The database finds `ádmin@…` when asked for `admin@…`, depending on its collation. Here only the case of letters
 * may differ, so that other spellings of an address are not further attempts at it.
 */
const isSameAddress = (kept: string, given: string): boolean =>
  kept.toLowerCase() === given.trim().toLowerCase();
