import { toChangeJson } from '@/lib/billing/change-json';
import { parsePeriodQuery } from '@/lib/billing/report-query';
import { loadChange } from '@/lib/server/cost-change';
import { json, methodNotAllowed, route } from '@/lib/server/respond';
import { renewSession, requireAdmin } from '@/lib/server/session';

export const GET = route(async (request) => {
  const admin = await requireAdmin();
  const query = parsePeriodQuery(new URL(request.url).searchParams);
  const { now, since } = await loadChange(admin, query, request.signal);
  return renewSession(admin, json({ success: true, data: toChangeJson(now, since) }));
});

export const POST = methodNotAllowed('GET, HEAD');
