/** The reason of an interrupt's signal: a step that it cuts short throws it. */
export class InterruptedError extends Error {
  /** @override */
  name = 'InterruptedError';

  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(`Interrupted by ${signal}`);
    this.signal = signal;
  }
}

/**
 * From now on Ctrl-C and requests to end no longer end this process: they abort the signal that is returned, once,
 * with an InterruptedError. (npm and the terminal each pass on the same Ctrl-C, so a second one means nothing.)
 *
 * @returns {AbortSignal}
 */
export function listenForInterrupts() {
  const controller = new AbortController();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => controller.abort(new InterruptedError(signal)));
  return controller.signal;
}
