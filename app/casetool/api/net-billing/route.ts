import { toReportJson } from '@/lib/billing/report-json';
import { parseReportQuery } from '@/lib/billing/report-query';
import { loadReport } from '@/lib/server/net-billing';
import { json, methodNotAllowed, route } from '@/lib/server/respond';
import { renewSession, requireAdmin } from '@/lib/server/session';

/** Who, what, compute, respond. */
export const GET = route(async (request) => {
  const admin = await requireAdmin();
  const query = parseReportQuery(new URL(request.url).searchParams);
  const { report, list } = await loadReport(admin, query, request.signal);
  return renewSession(admin, json({ success: true, data: toReportJson(report, list) }));
});

// Every method but these and POST is refused before Next (`scripts/front.mjs`).
export const POST = methodNotAllowed('GET, HEAD');
