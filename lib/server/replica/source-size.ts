import 'server-only';
import { askToCopy } from '../db/query';
import { sourceRowCount } from '../db/source';
import { env } from '../env';
import { DatabaseTimeoutError } from '../errors';
import { log } from '../log';
import { isOfSource } from './failure';

/** How many calls there are to copy; 0 where counting them takes longer than a statement may. */
export async function countSource(): Promise<number> {
  try {
    const [count = 0] = await askToCopy(sourceRowCount(null));
    return count;
  } catch (error) {
    if (error instanceof DatabaseTimeoutError) return 0;
    throw error;
  }
}

/** By the configuration, and for `auto` by the size of the table; `null` where that can't be known now. */
export async function isWanted(): Promise<boolean | null> {
  const { choice, replicaMinRows } = env().engine;
  if (choice === 'replica') return true;
  try {
    const [count = 0] = await askToCopy(sourceRowCount(replicaMinRows + 1));
    return count > replicaMinRows;
  } catch (error) {
    // No fault of the replica. That the database is away, or lacks the table, is said by readiness.
    if (!isOfSource(error)) log('warn', 'the calls could not be counted', { error });
    return null;
  }
}
