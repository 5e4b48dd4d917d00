import 'server-only';
import { env } from './env';
import { ForeignOriginError } from './errors';
import { log } from './log';

/**
 * For every request that changes something: only our own pages may send it, and programs that are no browser.
 * Browsers say where a request comes from, in Sec-Fetch-Site and in Origin; a page can't forge either.
 *
 * @throws ForeignOriginError
 */
export function requireSameOrigin(request: Request): void {
  const { baseUrl } = env();
  if (isSameOrigin(request.headers, baseUrl)) return;
  log('warn', 'refused a request from another site; if people reach the program there, set BASE_URL to it', {
    origin: request.headers.get('origin'),
    baseUrl: baseUrl.origin,
  });
  throw new ForeignOriginError();
}

export function isSameOrigin(headers: Headers, baseUrl: URL): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return false;
  const origin = headers.get('origin');
  return origin === null || sameOrigin(origin, baseUrl);
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** On one's own machine, localhost and 127.0.0.1 are the same place, whichever of them BASE_URL names. */
function sameOrigin(origin: string, baseUrl: URL): boolean {
  if (origin === baseUrl.origin) return true;
  if (baseUrl.protocol !== 'http:' || !LOOPBACK.has(baseUrl.hostname) || !URL.canParse(origin)) return false;
  const url = new URL(origin);
  return (
    url.origin === origin &&
    url.protocol === 'http:' &&
    url.port === baseUrl.port &&
    LOOPBACK.has(url.hostname)
  );
}
