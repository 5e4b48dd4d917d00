import { toReplicaJson } from '@/lib/billing/replica-json';
import { replicaKeeper } from '@/lib/server/replica/keeper';
import { json, methodNotAllowed, route } from '@/lib/server/respond';
import { requireAdmin } from '@/lib/server/session';

/** Asked every few seconds by a page that shows progress, with nobody at it perhaps: no use of the session. */
export const GET = route(async () => {
  await requireAdmin();
  return json({ success: true, data: toReplicaJson(replicaKeeper().status) });
});

export const POST = methodNotAllowed('GET, HEAD');
