import { channel } from 'node:diagnostics_channel';
import { logLine } from './json-log.mjs';

/**
 * @typedef {import('node:http').IncomingMessage} Request
 * @typedef {import('node:http').ServerResponse} Response
 *
 * What became of a request, as `lib/server/metrics.ts` hears it.
 * @typedef {{ method: string, route: string, status: number, seconds: number }} Answered
 */

/** On which the program behind the front hears of every answer: it is on the other side of the build. */
const ANSWERED = channel('net-billing:answered');

/** Asked every few seconds by machines: readiness is logged where it changes. */
const PROBES = new Set(['/casetool/api/health/live', '/casetool/api/health/ready']);
const METRICS = '/casetool/api/metrics';

/** The client left before there was an answer, as `lib/server/respond.ts` has it. */
const CLIENT_GONE = 499;

/**
 * Writes a line and counts the request when its answer is out, or its client gone.
 *
 * @param {Request} request
 * @param {Response} response
 * @param {{ requestId: string, route: string, quiet: boolean }} options
 */
export function logWhenAnswered(request, response, { requestId, route, quiet }) {
  const { socket, method = '' } = request;
  const target = loggable(request.url ?? '');
  const begun = performance.now();
  const sentBefore = socket.bytesWritten;
  response.once('close', () => {
    const milliseconds = performance.now() - begun;
    const status = response.headersSent ? response.statusCode : CLIENT_GONE;
    ANSWERED.publish({ method, route, status, seconds: milliseconds / 1000 });
    if (quiet || PROBES.has(route) || (route === METRICS && status === 200)) return;
    logLine('info', 'request', {
      requestId,
      method,
      ...target,
      status,
      ms: Math.round(milliseconds * 10) / 10,
      bytes: socket.bytesWritten - sentBefore,
      // An answer that was begun and never came to its end.
      ...(response.headersSent && !response.writableFinished && { cut: true }),
    });
  });
}

/** Parameters whose values are words of the program, dates and numbers, and never somebody's address. */
const IMPERSONAL = new Set(
  'period from to model operation unpriced sort order page pageSize by every measure asOf'.split(' '),
);
const MOST_PARAMETERS = 20;
const MOST_CHARACTERS = 200;

/**
 * The path and the query of a request, without what may be personal in them: of the values those that only the
 * program's own vocabulary can have, and no part of the path that could be an address or a secret.
 *
 * @param {string} url
 * @returns {{ path: string, query?: string }}
 */
export function loggable(url) {
  const [path = '', query] = url.split('?', 2);
  const parts = path.split('/').map((part) => (/^[\w.~[\]-]{0,60}$/.test(part) ? part : '…'));
  const shown = { path: parts.join('/').slice(0, MOST_CHARACTERS) };
  if (!query) return shown;
  const parameters = [...new URLSearchParams(query)].slice(0, MOST_PARAMETERS);
  return { ...shown, query: parameters.map(loggableParameter).join('&').slice(0, MOST_CHARACTERS) };
}

/** @param {[string, string]} parameter */
function loggableParameter([name, value]) {
  if (!/^\w{1,20}$/.test(name)) return '…';
  return `${name}=${IMPERSONAL.has(name) && /^[\w.:-]{0,60}$/.test(value) ? value : '…'}`;
}
