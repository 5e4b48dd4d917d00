/** The reason of an interrupt's signal: a step that it cuts short throws it. */
export class InterruptedError extends Error {
  /** @override */
  name = 'InterruptedError';

  /** @param {'SIGINT' | 'SIGTERM'} signal */
  constructor(signal) {
    super(`Interrupted by ${signal}`);
    this.signal = signal;
  }
}

const PARENT_CHECK_MS = 500;

/**
 * From now on Ctrl-C and requests to end no longer end this process: they abort the signal that is returned, once,
 * with an InterruptedError. (npm and the terminal each pass on the same Ctrl-C, so a second one means nothing.)
 *
 * Under npm the end of the parent counts as a request to end: whoever kills npm outright means what it runs.
 *
 * @returns {AbortSignal}
 */
export function listenForInterrupts() {
  const controller = new AbortController();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
    process.on(signal, () => controller.abort(new InterruptedError(signal)));

  const parent = process.ppid;
  const checkParent = () => process.ppid !== parent && controller.abort(new InterruptedError('SIGTERM'));
  if (process.env.npm_lifecycle_event) setInterval(checkParent, PARENT_CHECK_MS).unref();
  return controller.signal;
}
