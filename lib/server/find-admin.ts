import 'server-only';
import { DatabaseTimeoutError, DatabaseUnavailableError, NotAdminError, NotSignedInError } from './errors';
import { type Admin, requireAdmin } from './session';

/**
 * The administrator who asks, or null where nobody is let in. For what stands around a page and for the sign-in
 * page; what must not be seen is guarded by `requireAdmin`.
 */
export async function findAdmin(): Promise<Admin | null> {
  try {
    return await requireAdmin();
  } catch (error) {
    if (NOBODY_LET_IN.some((kind) => error instanceof kind)) return null;
    throw error;
  }
}

const NOBODY_LET_IN = [NotSignedInError, NotAdminError, DatabaseUnavailableError, DatabaseTimeoutError];
