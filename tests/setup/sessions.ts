import { type Session, sessionKeys, signSession, startSession } from '@/lib/server/session-token';
import { PASSWORD, SESSION_SECRET } from './server';

/** A session of the test servers that began or was used at another time, or that nobody signed in for. */
export async function sessionToken(
  session: Partial<Session> & { userId: number },
  { secret = SESSION_SECRET, password = PASSWORD } = {},
): Promise<string> {
  const fresh = startSession(session.userId, new Date());
  return signSession({ ...fresh, ...session }, sessionKeys([secret], password));
}

export const withRole = (token: string, role = 'admin'): string =>
  `casetool_user_id=${token}; casetool_user_role=${role}`;

export const secondsAgo = (seconds: number): number => Math.floor(Date.now() / 1000) - seconds;
