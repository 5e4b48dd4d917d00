import { toCallsJson } from '@/lib/billing/calls-json';
import { parseCallsQuery } from '@/lib/billing/calls-query';
import { loadCalls } from '@/lib/server/calls';
import { json, methodNotAllowed, route } from '@/lib/server/respond';
import { renewSession, requireAdmin } from '@/lib/server/session';

export const GET = route(async (request) => {
  const admin = await requireAdmin();
  const query = parseCallsQuery(new URL(request.url).searchParams);
  const list = await loadCalls(admin, query, request.signal);
  return renewSession(admin, json({ success: true, data: toCallsJson(list) }));
});

export const POST = methodNotAllowed('GET, HEAD');
