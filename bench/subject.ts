import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { startTestMariadb } from '@/tests/setup/mariadb';
import { startServer, type TestServer } from '@/tests/setup/server';
import { fillTables } from './rows';

/** A database of one size. */
export interface Subject {
  readonly database: TestDatabase;
  readonly folder: string;
  readonly rows: number;
  readonly users: number;
  serve(env: Readonly<Record<string, string>>): Promise<TestServer>;
}

/** Makes a database of so many rows, lets it be measured, and takes it away. */
export async function withSubject<T>(
  rows: number,
  users: number,
  measure: (subject: Subject) => Promise<T>,
): Promise<T> {
  const { testMariadb, stop } = await startTestMariadb();
  try {
    const database = await createDatabase(testMariadb);
    // Everything fits into memory for every engine: what is compared is the work, not the disk.
    await database.admin.query(
      `SET GLOBAL innodb_buffer_pool_size = ${4 * 1024 ** 3}; SET GLOBAL innodb_log_file_size = ${1024 ** 3}`,
    );
    await fillTables(database.admin, rows, users);
    const folder = path.join(testMariadb.folder, 'state');
    await mkdir(folder, { recursive: true });
    const serve = (env: Readonly<Record<string, string>>) =>
      startServer(database, { env: { STATE_DIR: folder, DB_TIMEOUT_MS: '300000', ...env } });
    try {
      return await measure({ database, folder, rows, users, serve });
    } finally {
      await rm(folder, { recursive: true, force: true });
      await database.drop();
    }
  } finally {
    await stop();
  }
}
