import type { Instrumentation } from 'next';

/**
 * Next calls this once, before the first request: reads the configuration, and tells the front of the server
 * (`scripts/serve.mjs`) what it needs of it.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { channel } = await import('node:diagnostics_channel');
  const { env, InvalidEnvError } = await import('@/lib/server/env');
  try {
    const { host, port, baseUrl } = env();
    channel('net-billing:configured').publish({ host, port, secure: baseUrl.protocol === 'https:' });
  } catch (error) {
    if (!(error instanceof InvalidEnvError)) throw error;
    for (const line of error.lines) process.stderr.write(`${line}\n`);
    process.exit(1);
  }
}

/** What a page throws while it is rendered; the routes under `api/` answer for themselves (`respond.ts`). */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { log } = await import('@/lib/server/log');
  const requestId = request.headers['x-request-id'];
  log('error', 'page failed', { requestId, path: request.path, page: context.routePath, error });
};
