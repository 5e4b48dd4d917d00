import 'server-only';
import type { AsyncLocalStorage } from 'node:async_hooks';

/** Which request is being answered: kept by `scripts/current-request.mjs`, on the other side of the build. */
const shared = globalThis as typeof globalThis & {
  netBillingRequest?: AsyncLocalStorage<{ requestId: string }>;
};

/**
 * The id under which the log has the request that is being answered, and which its answer carries. What several
 * requests share runs under the id of the first one.
 */
export const currentRequestId = (): string | undefined => shared.netBillingRequest?.getStore()?.requestId;

/**
 * One JSON object a line, on standard error, with the id of the request that is being answered. JSON escapes line breaks and control characters, so nothing
 * that a visitor sent can start a line of its own or drive a terminal.
 */
export function log(
  level: 'info' | 'warn' | 'error',
  message: string,
  fields: Record<string, unknown> = {},
): void {
  const entry = {
    time: new Date().toISOString(),
    level,
    message,
    requestId: currentRequestId(),
    ...fields,
  };
  const line = JSON.stringify(entry, (_key, value) =>
    value instanceof Error ? describeError(value) : typeof value === 'bigint' ? String(value) : value,
  );
  process.stderr.write(`${line.replace(/[\u007f-\u009f\u2028\u2029]/g, escapeCharacter)}\n`);
}

const escapeCharacter = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

function describeError(error: Error): Record<string, unknown> {
  const { code, errno, sqlMessage } = error as { code?: unknown; errno?: unknown; sqlMessage?: unknown };
  return {
    name: error.name,
    message: error.message,
    code,
    errno,
    sqlMessage,
    stack: error.stack,
    cause: error.cause,
  };
}
