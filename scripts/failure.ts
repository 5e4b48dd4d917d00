/**
 * What a person can do something about: printed as its one line, without a stack, and the program ends with
 * a non-zero code. Everything else that is thrown is a defect and keeps its stack.
 */
export class Failure extends Error {
  override name = 'Failure';
}

/** Thrown where a step was cut short by Ctrl-C or by a request to stop. */
export class InterruptedError extends Error {
  override name = 'InterruptedError';
  constructor(readonly signal: NodeJS.Signals) {
    super(`Interrupted by ${signal}`);
  }
}
