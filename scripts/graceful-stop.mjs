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
  const silent = connectionsWithoutWord(server);
  /** @type {number | null} */
  let askedAt = null;
  const stop = async () => {
    if (askedAt !== null) {
      if (Date.now() - askedAt > SAME_SIGNAL_MS) exit(0);
      return;
    }
    askedAt = Date.now();
    await finish(server, graceMs, silent);
    exit(0);
  };
  signals.on('SIGTERM', stop);
  signals.on('SIGINT', stop);
}

/**
 * Browsers open connections ahead of what they may ask. Node takes them for requests that are coming, and waits.
 *
 * @param {import('node:http').Server} server
 * @returns {() => import('node:net').Socket[]} the connections on which nothing was said yet
 */
function connectionsWithoutWord(server) {
  /** @type {Set<import('node:net').Socket>} */
  const open = new Set();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return () => [...open].filter(({ bytesRead }) => bytesRead === 0);
}

/**
 * @param {import('node:http').Server} server
 * @param {number} graceMs
 * @param {() => import('node:net').Socket[]} silent
 */
async function finish(server, graceMs, silent) {
  const closed = once(server, 'close').then(() => true);
  const closeIdle = () => {
    server.closeIdleConnections();
    for (const socket of silent()) socket.destroy();
  };
  server.close();
  closeIdle();
  // A connection that is kept alive turns idle only when its answer is out.
  const idle = setInterval(closeIdle, 100);
  const inTime = await Promise.race([closed, delay(graceMs, false)]);
  clearInterval(idle);
  if (inTime) return;
  server.closeAllConnections();
  await delay(LAST_WORDS_MS);
}
