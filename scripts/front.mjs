import { randomBytes, randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { currentRequest } from './current-request.mjs';
import { logLine } from './json-log.mjs';
import { logWhenAnswered } from './request-log.mjs';
import { contentSecurityPolicy, securityHeaders } from './security-headers.mjs';

/**
 * @typedef {import('node:http').IncomingMessage} Request
 * @typedef {import('node:http').ServerResponse} Response
 * @typedef {{ status: number, error: string, allow?: string, issues?: { path: string, message: string }[] }} Refusal
 */

/**
 * What stands between the socket and Next: every request passes it. It says who the peer is and which request this
 * is, refuses what no route here takes, and puts the security headers on every answer.
 *
 * @param {object} options
 * @param {(request: Request, response: Response) => Promise<void>} options.answer Next's handler
 * @param {boolean} options.secure people reach the program by https
 * @param {boolean} options.dev
 * @param {(address: string) => boolean} [options.isTrustedProxy] whose X-Request-Id is taken over
 * @param {import('./route-names.mjs').RouteOf} [options.routeOf]
 * @returns {(request: Request, response: Response) => Promise<void>}
 */
export function createFront({ answer, secure, dev, isTrustedProxy = () => false, routeOf = () => 'other' }) {
  /** @param {Request} request @param {Response} response @param {string} requestId */
  const pass = async (request, response, requestId) => {
    const nonce = randomBytes(16).toString('base64');
    const policy = contentSecurityPolicy({ nonce, dev });
    const path = request.url?.split('?', 1)[0] ?? '';
    logWhenAnswered(request, response, { requestId, route: routeOf(path), quiet: dev });
    response.setHeaders(
      new Map(Object.entries({ ...securityHeaders({ policy, secure }), 'X-Request-Id': requestId })),
    );
    if (isCasetool(path)) response.setHeader('Cache-Control', 'private, no-store');
    const refusal = refusalFor(request, path);
    if (refusal) return refuse(response, refusal, { waitFor: request });
    dropInternalHeaders(request.headers, isApi(path));
    unwrapHeaders(response);
    Object.assign(request.headers, {
      'x-request-id': requestId,
      'x-casetool-peer': request.socket.remoteAddress ?? '',
      'x-nonce': nonce,
      'content-security-policy': policy,
    });
    try {
      await answer(request, response);
    } catch (error) {
      logLine('error', 'request failed', { error });
      if (response.headersSent) response.destroy();
      else refuse(response, { status: 500, error: 'Internal server error' }, { requestId });
    }
  };
  return (request, response) => {
    const requestId = requestIdOf(request, isTrustedProxy);
    return currentRequest.run({ requestId }, pass, request, response, requestId);
  };
}

/**
 * A new id, or the one that a trusted proxy has given the request, so that both logs name it alike. From anybody else
 * it would let them write into the log what they like, and pass their request off as another's.
 *
 * @param {Request} request
 * @param {(address: string) => boolean} isTrustedProxy
 */
function requestIdOf({ headers, socket }, isTrustedProxy) {
  const given = headers['x-request-id'];
  const isTaken =
    typeof given === 'string' && /^[\w-]{8,64}$/.test(given) && isTrustedProxy(socket.remoteAddress ?? '');
  return isTaken ? given : randomUUID();
}

/** Everything under it is one administrator's business, so no cache keeps it. @param {string} path */
const isCasetool = (path) => path === '/casetool' || path.startsWith('/casetool/');

/** @param {string} path */
const isApi = (path) => path.startsWith('/casetool/api/');

/**
 * Requests that no route of ours takes. Nothing but the API takes a POST: there are no Server Actions here.
 *
 * @param {Request} request
 * @param {string} path
 * @returns {Refusal | null}
 */
function refusalFor({ method = '', headers }, path) {
  if (!isWellFormed(path)) return { status: 400, error: 'Invalid request' };
  if (Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES)
    return { status: 413, error: 'Invalid request', issues: [{ path: 'body', message: 'is too long' }] };
  const allowed = isApi(path) ? ['GET', 'HEAD', 'POST'] : ['GET', 'HEAD'];
  if (!allowed.includes(method))
    return { status: 405, error: 'Method not allowed', allow: allowed.join(', ') };
  return null;
}

/** Far more than any route reads. Said here because Next would cut the connection, and the sender never see why. */
const MAX_BODY_BYTES = 64 * 1024;

/** @param {string} path */
function isWellFormed(path) {
  if (!path.startsWith('/') || path.startsWith('//') || path.includes('\\')) return false;
  try {
    return !decodeURIComponent(path).includes('\0');
  } catch {
    return false;
  }
}

const INTERNAL =
  /^(x-middleware-|x-nextjs-|x-invoke-|x-matched-path|x-now-|x-vercel-|x-casetool-|next-action|next-resume)/;
const OF_PAGES = /^(rsc|next-router-|next-url)/;

/**
 * Headers by which the parts of Next talk to each other, Server Actions, and what only we may say: from outside they
 * are never honoured. Those by which the browser asks for a part of a page mean nothing to the API.
 *
 * @param {import('node:http').IncomingHttpHeaders} headers
 * @param {boolean} api
 */
function dropInternalHeaders(headers, api) {
  for (const name of Object.keys(headers))
    if (INTERNAL.test(name) || (api && OF_PAGES.test(name))) delete headers[name];
}

/**
 * Next sets the headers of a route's answer as lists of one, and its compression, which reads Content-Type as text,
 * then passes JSON by.
 *
 * @param {Response} response
 */
function unwrapHeaders(response) {
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) =>
    setHeader(name, Array.isArray(value) && value.length === 1 ? String(value[0]) : value);
}

/**
 * Says no at once, but lets go of the connection only when the body that is still coming was read and thrown away: a
 * connection that is closed under a sender loses the answer.
 *
 * @param {Response} response
 * @param {Refusal} refusal
 * @param {{ requestId?: string, waitFor?: Request }} [options]
 */
function refuse(response, { status, error, allow, issues }, { requestId, waitFor } = {}) {
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json');
  if (allow) response.setHeader('Allow', allow);
  const body = JSON.stringify({ success: false, error, issues, ...(requestId && { request_id: requestId }) });
  response.setHeader('Content-Length', Buffer.byteLength(body));
  if (!waitFor || waitFor.complete) return void response.end(body);
  response.write(body);
  waitFor.once('close', () => response.end()).resume();
}

/**
 * Answers what is not HTTP, or too long, or too slow: Node gives no response object for it.
 *
 * @param {boolean} secure
 * @returns {(error: NodeJS.ErrnoException, socket: import('node:stream').Duplex) => void}
 */
export function refuseBroken(secure) {
  const statuses = new Map([
    ['HPE_HEADER_OVERFLOW', 431],
    ['ERR_HTTP_REQUEST_TIMEOUT', 408],
  ]);
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const status = statuses.get(error.code ?? '') ?? 400;
    const policy = contentSecurityPolicy({ nonce: randomBytes(16).toString('base64'), dev: false });
    const requestId = randomUUID();
    logLine('info', 'not a request', { requestId, status, code: error.code });
    const headers = {
      ...securityHeaders({ policy, secure }),
      'X-Request-Id': requestId,
      'Content-Length': '0',
      Connection: 'close',
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n`);
  };
}
