import { json, methodNotAllowed, route } from '@/lib/server/respond';
import { requireSameOrigin } from '@/lib/server/same-origin';
import { endSession, forgetSession } from '@/lib/server/session';

const NOT_REMEMBERED =
  'You are signed out. But the server could not write that down, so a copy of your session may work again after a restart.';

/** Works without the database, and any number of times. */
export const POST = route(async (request) => {
  requireSameOrigin(request);
  const remembered = await endSession();
  return forgetSession(json({ success: true, ...(!remembered && { warning: NOT_REMEMBERED }) }));
});

export const GET = methodNotAllowed('POST');
