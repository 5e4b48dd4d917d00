import { access, chmod, constants, mkdir } from 'node:fs/promises';
import { Failure } from './failure';
import { STATE } from './root';

/** Makes the folder that nobody else may look into. @throws Failure where it can't be written */
export async function openStateFolder(): Promise<void> {
  try {
    await mkdir(STATE, { recursive: true });
    await chmod(STATE, 0o700);
    await access(STATE, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unwritable(error);
  }
}

/** The line for a write under `.casetool/` that the system refused. */
export function unwritable(error: unknown): Failure {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const reason = {
    ENOSPC: 'no space is left on the disk',
    EROFS: 'the disk is read-only',
    EACCES: 'permission denied',
  };
  const words = (reason as Record<string, string>)[code] ?? message;
  return new Failure(`${STATE} can't be written: ${words}.`, { cause: error });
}
