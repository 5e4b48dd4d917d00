import type { RowDataPacket } from 'mysql2/promise';
import { inject } from 'vitest';
import type { TestDatabase } from './database';

export interface Locked {
  /** How many statements of the program's account are held up or at work on the server. */
  statements(): Promise<number>;
  /** Lets the statements go on before `work` is over. */
  unlock(): Promise<void>;
}

/** Holds every statement on `api_usage_logs` for as long as `work` takes. */
export async function whileLocked<T>(
  database: TestDatabase,
  work: (locked: Locked) => Promise<T>,
): Promise<T> {
  const { adminUser, adminPassword } = inject('mariadb');
  const locker = await database.connect(adminUser, adminPassword);
  await locker.query('LOCK TABLES api_usage_logs WRITE');
  try {
    return await work({
      statements: () => statementsOfProgram(database),
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
