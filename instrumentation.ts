import type { Instrumentation } from 'next';

// The imports stand inside of the conditions so that Next's build for its other runtime leaves them out.

/** Next calls this once, before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { announceConfiguration } = await import('@/lib/server/start-up');
    announceConfiguration();
  }
}

/** What a page throws while it is rendered; the routes under `api/` answer for themselves (`respond.ts`). */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { log } = await import('@/lib/server/log');
    // What the visitor is shown in place of the cause (`app/failure-page.tsx`).
    const digest = error instanceof Error && 'digest' in error ? error.digest : null;
    // Without the query, which has the search for somebody's address in it.
    const [path] = request.path.split('?', 1);
    log('error', 'page failed', { digest, path, page: context.routePath, error });
  }
};
