import 'server-only';
import { access, constants, mkdir, statfs } from 'node:fs/promises';
import { missingInDatabase } from './db/readiness';
import { env } from './env';
import { log } from './log';
import { replicaKeeper } from './replica/keeper';
import { SharedComputations } from './shared-computation';

export interface Readiness {
  /** What keeps the report from working, in words. */
  readonly missing: readonly string[];
  /** What works only in part. */
  readonly warnings: readonly string[];
}

const running = new SharedComputations<Readiness>();
let said = '';

/** Asked by anyone at any rate, so questions at the same time share one look. */
export function findReadiness(): Promise<Readiness> {
  return running.share('readiness', look);
}

async function look(): Promise<Readiness> {
  const [{ missing, errors }, ofState] = await Promise.all([missingInDatabase(), stateWarnings()]);
  const warnings = [...ofState, ...replicaWarnings()];
  const now = JSON.stringify([missing, warnings]);
  // A probe asks every few seconds: the log hears of changes.
  if (now !== said && (missing.length > 0 || warnings.length > 0))
    log('warn', 'not all is ready', { missing, warnings, errors });
  said = now;
  return { missing, warnings };
}

const FORGOTTEN = 'a sign-out is forgotten when the program restarts';

async function stateWarnings(): Promise<string[]> {
  try {
    await mkdir(env().stateDir, { recursive: true, mode: 0o700 });
    await access(env().stateDir, constants.W_OK);
    const { bavail } = await statfs(env().stateDir);
    return bavail > 0 ? [] : [`The disk of STATE_DIR is full: ${FORGOTTEN}`];
  } catch {
    return [`STATE_DIR can not be written: ${FORGOTTEN}`];
  }
}

/** Reports are right without it, but take longer. */
function replicaWarnings(): string[] {
  const { phase } = replicaKeeper().status;
  return phase.name === 'failed' ? [`The replica can not answer, MySQL does: ${phase.reason}`] : [];
}
