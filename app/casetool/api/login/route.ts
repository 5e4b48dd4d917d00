import { json, methodNotAllowed, route } from '@/lib/server/respond';
import { requireSameOrigin } from '@/lib/server/same-origin';
import { endSession, openSession } from '@/lib/server/session';
import { withCookies } from '@/lib/server/session-cookies';
import { checkCredentials } from '@/lib/server/sign-in';

export const POST = route(async (request) => {
  requireSameOrigin(request);
  const user = await checkCredentials(request);
  // Whoever signs in again leaves the session that this browser had before.
  await endSession();
  return withCookies(json({ success: true }), await openSession(user.id));
});

export const GET = methodNotAllowed('POST');
