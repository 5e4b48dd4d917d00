import type { RowDataPacket } from 'mysql2/promise';
import { inject } from 'vitest';
import type { TestDatabase } from './database';
import type { TestMariadb } from './mariadb';

export interface Locked {
  /** How many statements of the program's account are held up or at work on the server. */
  statements(): Promise<number>;
  /** Lets the statements go on before `work` is over; they can't be counted any more then. */
  unlock(): Promise<void>;
}

/**
 * Holds every statement on `api_usage_logs` for as long as `work` takes.
 * @param mariadb where the database is, if not in the run's own
 */
export async function whileLocked<T>(
  database: TestDatabase,
  work: (locked: Locked) => Promise<T>,
  { adminUser, adminPassword }: Pick<TestMariadb, 'adminUser' | 'adminPassword'> = inject('mariadb'),
): Promise<T> {
  const locker = await database.connect(adminUser, adminPassword);
  // The server may be gone before it.
  locker.on('error', () => {});
  await locker.query('LOCK TABLES api_usage_logs WRITE');
  try {
    return await work({
      statements: () => statementsOfProgram({ admin: locker, reader: database.reader }),
      unlock: () => locker.end(),
    });
  } finally {
    locker.destroy();
  }
}

/** How many statements of the program's account the server has. */
export async function statementsOfProgram(database: Pick<TestDatabase, 'admin' | 'reader'>): Promise<number> {
  const [rows] = await database.admin.query<RowDataPacket[]>(
    'SELECT COUNT(*) AS n FROM information_schema.processlist WHERE user = ? AND info IS NOT NULL',
    [database.reader.user],
  );
  return Number(rows[0]?.n);
}
