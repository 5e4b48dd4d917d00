import 'server-only';
import { createHash, timingSafeEqual } from 'node:crypto';
import { watchConnections } from './db/load';
import { exposition } from './metrics';
import { watchReplica } from './replica-metrics';

/**
 * Whether whoever asks holds the token, which they show as `Authorization: Bearer …`. Takes as long for a wrong one.
 * @param token `METRICS_TOKEN`
 */
export function showsToken(request: Request, token: string): boolean {
  const [, given = ''] = /^Bearer ([!-~]+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  return timingSafeEqual(digest(given), digest(token));
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** What this process counts, with what it watches of the database, as an answer to Prometheus. */
export async function metricsResponse(): Promise<Response> {
  watchConnections();
  watchReplica();
  const { text, contentType } = await exposition();
  return new Response(text, {
    headers: { 'Content-Type': contentType, 'Cache-Control': 'private, no-store' },
  });
}
