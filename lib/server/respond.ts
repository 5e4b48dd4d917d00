import 'server-only';
import { InvalidQueryError } from '@/lib/billing/invalid-query';
import {
  ClientGoneError,
  DatabaseTimeoutError,
  DatabaseUnavailableError,
  ForeignOriginError,
  InvalidBodyError,
  NoReplicaError,
  NotAdminError,
  NotSignedInError,
  TooManyAttemptsError,
  WrongCredentialsError,
} from './errors';
import { currentRequestId, log } from './log';

/** JSON that no cache keeps: everything that this program answers is one administrator's business. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { 'Cache-Control': 'private, no-store', ...headers } });
}

const refusal = (status: number, error: string, more: object = {}, headers: Record<string, string> = {}) =>
  json({ success: false, error, ...more }, status, headers);

/** The last of a handler's four moves for everything that went wrong: error → HTTP, once (contract: status codes). */
export function toResponse(error: unknown, request: Request): Response {
  if (error instanceof InvalidQueryError) return refusal(400, 'Invalid request', { issues: error.issues });
  if (error instanceof InvalidBodyError)
    return refusal(error.status, 'Invalid request', { issues: [{ path: 'body', message: error.message }] });
  if (error instanceof NotSignedInError) return refusal(401, 'Unauthorized: Admin access required');
  if (error instanceof WrongCredentialsError) return refusal(401, 'Wrong e-mail address or password');
  if (error instanceof NotAdminError) return refusal(403, 'Unauthorized: Admin access required');
  if (error instanceof ForeignOriginError) return refusal(403, 'This request came from another site');
  if (error instanceof NoReplicaError)
    return refusal(409, 'There is no replica to compare with the database: MySQL answers the report itself');
  if (error instanceof TooManyAttemptsError)
    return refusal(
      429,
      'Too many attempts. Wait a little, then try again.',
      {},
      retryAfter(error.retryAfterSeconds),
    );
  if (error instanceof ClientGoneError) return new Response(null, { status: 499 });

  log('error', 'request failed', { path: new URL(request.url).pathname, error });
  if (error instanceof DatabaseUnavailableError)
    return refusal(503, 'Billing data is unavailable', {}, retryAfter(error.retryAfterSeconds));
  if (error instanceof DatabaseTimeoutError) return refusal(504, 'Billing data took too long');
  return refusal(500, 'Failed to fetch net billing data', { request_id: currentRequestId() });
}

const retryAfter = (seconds: number) => ({ 'Retry-After': String(Math.max(1, Math.ceil(seconds))) });

/** Wraps a handler so that whatever it throws becomes its answer. */
export function route(
  handler: (request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      return await handler(request);
    } catch (error) {
      return toResponse(error, request);
    }
  };
}

/** What is not there. */
export const notFound = (): Response => refusal(404, 'Not found');

/** For the methods that a route does not have. */
export function methodNotAllowed(allow: 'GET, HEAD' | 'POST'): () => Response {
  return () => refusal(405, 'Method not allowed', {}, { Allow: allow });
}
