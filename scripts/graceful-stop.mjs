/** A terminal and the programs between it and this one may each pass on the same Ctrl-C. */
const SAME_SIGNAL_MS = 1000;

/**
 * On SIGTERM or SIGINT: takes no new connections, finishes what is under way, cuts after `graceMs` what takes longer,
 * and ends. A second signal ends at once.
 *
 * @param {import('node:http').Server} server
 * @param {{ graceMs?: number, exit?: (code: number) => void, signals?: import('node:events').EventEmitter }} [options]
 */
export function stopOnSignals(server, { graceMs = 10_000, exit = process.exit, signals = process } = {}) {
  /** @type {number | null} */
  let askedAt = null;
  const stop = () => {
    if (askedAt !== null) {
      if (Date.now() - askedAt > SAME_SIGNAL_MS) exit(0);
      return;
    }
    askedAt = Date.now();
    server.close(() => exit(0));
    // A connection that is kept alive turns idle only when its answer is out.
    setInterval(() => server.closeIdleConnections(), 100).unref();
    setTimeout(() => server.closeAllConnections(), graceMs).unref();
  };
  signals.on('SIGTERM', stop);
  signals.on('SIGINT', stop);
}
