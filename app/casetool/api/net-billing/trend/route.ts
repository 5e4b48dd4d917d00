import { parseTrendQuery } from '@/lib/billing/report-query';
import { toTrendJson } from '@/lib/billing/trend-json';
import { json, methodNotAllowed, route } from '@/lib/server/respond';
import { renewSession, requireAdmin } from '@/lib/server/session';
import { loadTrend } from '@/lib/server/usage-trend';

export const GET = route(async (request) => {
  const admin = await requireAdmin();
  const query = parseTrendQuery(new URL(request.url).searchParams);
  const { trend, scope, generatedAt } = await loadTrend(admin, query, request.signal);
  const data = toTrendJson(trend, { period: scope.period, by: query.by, generatedAt });
  return renewSession(admin, json({ success: true, data }));
});

export const POST = methodNotAllowed('GET, HEAD');
