import { toReplicaJson } from '@/lib/billing/replica-json';
import { startRecount } from '@/lib/server/recount';
import { json, methodNotAllowed, route } from '@/lib/server/respond';
import { requireSameOrigin } from '@/lib/server/same-origin';
import { renewSession, requireAdmin } from '@/lib/server/session';

/**
 * Has every call compared now, and answers at once that it has begun: with many calls it takes longer than a proxy
 * waits. The state of the replica says how far it is, and what it found.
 */
export const POST = route(async (request) => {
  requireSameOrigin(request);
  const admin = await requireAdmin();
  const status = startRecount(admin);
  return renewSession(admin, json({ success: true, data: toReplicaJson(status) }, 202));
});

export const GET = methodNotAllowed('POST');
