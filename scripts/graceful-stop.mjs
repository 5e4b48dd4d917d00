import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** A terminal and the programs between it and this one may each pass on the same Ctrl-C. */
const SAME_SIGNAL_MS = 1000;
/** For the handlers whose request was cut off: they tell the database to stop. */
const LAST_WORDS_MS = 250;

/**
 * On SIGTERM or SIGINT: takes no new connections, finishes what is under way, cuts after `graceMs` what takes longer,
 * and ends. A second signal ends at once.
 *
 * @param {import('node:http').Server} server
 * @param {StopOptions} [options]
 *
 * @typedef {object} StopOptions
 * @property {number} [graceMs]
 * @property {(code: number) => void} [exit]
 * @property {import('node:events').EventEmitter} [signals]
 */
export function stopOnSignals(server, { graceMs = 10_000, exit = process.exit, signals = process } = {}) {
  /** @type {number | null} */
  let askedAt = null;
  const stop = async () => {
    if (askedAt !== null) {
      if (Date.now() - askedAt > SAME_SIGNAL_MS) exit(0);
      return;
    }
    askedAt = Date.now();
    await finish(server, graceMs);
    exit(0);
  };
  signals.on('SIGTERM', stop);
  signals.on('SIGINT', stop);
}

/**
 * @param {import('node:http').Server} server
 * @param {number} graceMs
 */
async function finish(server, graceMs) {
  const closed = once(server, 'close').then(() => true);
  server.close();
  // A connection that is kept alive turns idle only when its answer is out.
  const idle = setInterval(() => server.closeIdleConnections(), 100);
  const inTime = await Promise.race([closed, delay(graceMs, false)]);
  clearInterval(idle);
  if (inTime) return;
  server.closeAllConnections();
  await delay(LAST_WORDS_MS);
}
