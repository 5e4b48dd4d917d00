import { constants } from 'node:os';
import { Failure } from './failure';
import { InterruptedError, listenForInterrupts } from './interrupt.mjs';

/**
 * Runs a program and gives this process its exit code: what the program returns; 1 where it failed, after the line
 * that says why; 128 + the signal's number where it was interrupted on the way.
 */
export async function runToEnd(program: (interrupt: AbortSignal) => Promise<number>): Promise<void> {
  const interrupt = listenForInterrupts();
  try {
    process.exitCode = await program(interrupt);
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof InterruptedError) process.exitCode = 128 + constants.signals[error.signal];
    else if (error instanceof Failure) process.stderr.write(`${error.message}\n`);
    else console.error(error);
  }
}
