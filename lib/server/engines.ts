import 'server-only';
import { ClientGoneError, DatabaseTimeoutError, DatabaseUnavailableError } from './errors';
import { mysqlEngine } from './mysql-engine';
import { replicaKeeper } from './replica/keeper';
import type { UsageEngine } from './usage-engine';

/**
 * Puts a question to the engine that is to answer now: the replica where it is ready, else MySQL, which also takes over
 * a question that the replica fails at.
 */
export async function withEngine<T>(work: (engine: UsageEngine) => Promise<T>): Promise<T> {
  const keeper = replicaKeeper();
  const { engine } = keeper;
  if (!engine) return work(mysqlEngine);
  try {
    return await work(engine);
  } catch (error) {
    if (isOfDatabase(error)) throw error;
    keeper.failed(engine, error);
    return work(mysqlEngine);
  }
}

/** What MySQL could not answer either; whatever else goes wrong is the replica's. */
const isOfDatabase = (error: unknown): boolean =>
  error instanceof DatabaseUnavailableError ||
  error instanceof DatabaseTimeoutError ||
  error instanceof ClientGoneError;
