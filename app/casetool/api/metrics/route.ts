import { env } from '@/lib/server/env';
import { metricsResponse, showsToken } from '@/lib/server/metrics-reader';
import { json, methodNotAllowed, notFound, route } from '@/lib/server/respond';

/** For machines: a token in place of a session. An installation without one has no such address. */
export const GET = route(async (request) => {
  const { metricsToken } = env();
  if (metricsToken === null) return notFound();
  if (!showsToken(request, metricsToken))
    return json({ success: false, error: 'Unauthorized: Metrics token required' }, 401, {
      'WWW-Authenticate': 'Bearer',
    });
  return metricsResponse();
});

export const POST = methodNotAllowed('GET, HEAD');
