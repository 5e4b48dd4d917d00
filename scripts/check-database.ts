import { pool } from '@/lib/server/db/pool';
import { missingInDatabase } from '@/lib/server/db/readiness';
import type { Env } from '@/lib/server/env';
import { Failure } from './failure';

/**
 * Asks an existing database, once, for all that the report needs of it.
 *
 * `npm start` has a person in front of it, who is told at once what to mend. A database that is down for a while is
 * no reason to stop for the server alone (`npm run serve`), which a process manager started: that one starts in any
 * case, says on `/casetool/api/health/ready` what is missing, and recovers by itself.
 *
 * @throws Failure with one line on what is wrong
 */
export async function checkDatabase({ host, port }: Env['database']): Promise<void> {
  const connections = openPool();
  const { missing, errors } = await missingInDatabase();
  await connections.end();
  if (missing.length === 0) return;
  const words = unreachable(codeOf(errors[0]), `${host}:${port}`) ?? `${missing.join('. ')}.`;
  throw new Failure(`The database can't be used. ${words}`, { cause: errors[0] });
}

/** Making the pool reads one file, and connects to nothing yet. */
function openPool(): ReturnType<typeof pool> {
  try {
    return pool();
  } catch (error) {
    throw new Failure(`The file in DB_SSL_CA can't be read: ${(error as Error).message}.`, { cause: error });
  }
}

function unreachable(code: string | undefined, address: string): string | null {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `No machine of the name in DB_HOST was found (${address}).`;
    case 'ECONNREFUSED':
      return `Nothing listens on ${address}: see DB_HOST and DB_PORT, and whether the database runs.`;
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `${address} does not answer: see DB_HOST and DB_PORT, and the firewall between.`;
    default:
      return code && /CERT|SSL|TLS/.test(code)
        ? `${address} does not prove who it is (${code}): see DB_SSL_CA, and DB_HOST for the name in its certificate.`
        : null;
  }
}

/** The system's name for what went wrong, under the errors that were made of it. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return codeOf(error.cause) ?? (error as NodeJS.ErrnoException).code;
}
