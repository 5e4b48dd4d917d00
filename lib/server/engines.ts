import 'server-only';
import { mysqlEngine } from './mysql-engine';
import type { UsageEngine } from './usage-engine';

/** Puts a question to the engine that is to answer now. */
export function withEngine<T>(work: (engine: UsageEngine) => Promise<T>): Promise<T> {
  return work(mysqlEngine);
}
