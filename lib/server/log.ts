import 'server-only';

/**
 * One JSON object a line, on standard error. JSON escapes line breaks and control characters, so nothing
 * that a visitor sent can start a line of its own or drive a terminal.
 */
export function log(
  level: 'info' | 'warn' | 'error',
  message: string,
  fields: Record<string, unknown> = {},
): void {
  const line = JSON.stringify({ time: new Date().toISOString(), level, message, ...fields }, (_key, value) =>
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
