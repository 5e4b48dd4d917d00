import { format, stripVTControlCharacters } from 'node:util';
import { currentRequest } from './current-request.mjs';

/** The log of the server's front, in the form of `lib/server/log.ts`, which needs a TypeScript loader. */

/**
 * One JSON object a line, on standard error, with the id of the request that is being answered.
 *
 * @param {'info' | 'warn' | 'error'} level
 * @param {string} message
 * @param {Record<string, unknown>} [fields]
 */
export function logLine(level, message, fields = {}) {
  const requestId = currentRequest.getStore()?.requestId;
  const entry = { time: new Date().toISOString(), level, message, requestId, ...fields };
  process.stderr.write(`${toLine(entry)}\n`);
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

/** How Next marks what it says of its own progress: that its configuration was read, that it is ready. */
const PROGRESS = /^\s*[✓○▲] /;

/** Next and the libraries write to the console, errors over many lines: each call becomes one line of the log. */
export function logConsoleAsJson() {
  const levels = /** @type {const} */ ({ error: 'error', warn: 'warn', info: 'info', log: 'info' });
  for (const [method, level] of Object.entries(levels))
    Object.assign(console, {
      [method]: (/** @type {unknown[]} */ ...args) => {
        const text = stripVTControlCharacters(format(...args));
        if (level !== 'info' || !PROGRESS.test(text)) logLine(level, text);
      },
    });
  // Node's own listener prints a warning over several lines, and not as JSON.
  process.removeAllListeners('warning');
  process.on('warning', (warning) => logLine('warn', 'a warning of Node.js', { error: warning }));
}
