import { format } from 'node:util';

/** The log of the server's front, in the form of `lib/server/log.ts`, which needs a TypeScript loader. */

/**
 * One JSON object a line, on standard error.
 *
 * @param {'info' | 'warn' | 'error'} level
 * @param {string} message
 * @param {Record<string, unknown>} [fields]
 */
export function logLine(level, message, fields = {}) {
  process.stderr.write(`${toLine({ time: new Date().toISOString(), level, message, ...fields })}\n`);
}

/** @param {Record<string, unknown>} entry */
export function toLine(entry) {
  const text = JSON.stringify(entry, (_key, value) =>
    value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : value,
  );
  // What JSON leaves as it is, but a terminal or an editor acts upon.
  return text.replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Next and the libraries write to the console, errors over many lines: each call becomes one line of the log. */
export function logConsoleAsJson() {
  const levels = /** @type {const} */ ({ error: 'error', warn: 'warn', info: 'info', log: 'info' });
  for (const [method, level] of Object.entries(levels))
    Object.assign(console, {
      [method]: (/** @type {unknown[]} */ ...args) => logLine(level, format(...args)),
    });
}
