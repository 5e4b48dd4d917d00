import { parseCallsQuery } from '@/lib/billing/calls-query';
import { fileResponse } from '@/lib/server/file-response';
import { loadCallsFile } from '@/lib/server/files';
import { methodNotAllowed, route } from '@/lib/server/respond';
import { renewSession, requireAdmin } from '@/lib/server/session';

export const GET = route(async (request) => {
  const admin = await requireAdmin();
  const query = parseCallsQuery(new URL(request.url).searchParams);
  const file = await loadCallsFile(admin, query, request.signal);
  return renewSession(admin, fileResponse(file));
});

export const POST = methodNotAllowed('GET, HEAD');
