import { randomBytes } from 'node:crypto';
import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise';
import { createTables, loadSample, readSample } from '@/db/load-sample';
import { type Mariadb, noSpace, startMariadb } from './embedded-mariadb';
import { Failure } from './failure';
import { findMariadb } from './find-mariadb';
import { say, sayInPlace } from './say';
import { installByPackage } from './system-packages';

/** The casetool database that the program brings itself, with the sample in it. */
export interface EmbeddedDatabase {
  /** What `lib/server/env.ts` reads about a database. The account may SELECT on the three tables and nothing else. */
  readonly variables: Readonly<Record<string, string>>;
  /** Who may sign in. */
  readonly administrator: string;
  /** Resolves when the database has ended, whoever ended it. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

const NAME = 'casetool';
const READER = 'casetool';

/**
 * Opens the database in `folder`; the first time it makes it there, and loads the sample.
 * @throws Failure where MariaDB can't be installed, or the folder can't be used
 */
export async function openEmbeddedDatabase(
  folder: string,
  interrupt: AbortSignal,
): Promise<EmbeddedDatabase> {
  if (!findMariadb()) await installByPackage('MariaDB', interrupt);
  const mariadb = await startMariadb({ folder, signal: interrupt, onProgress: say });
  try {
    return await prepare(mariadb, interrupt);
  } catch (error) {
    await mariadb.stop();
    throw isDiskFull(error) ? new Failure(noSpace(folder), { cause: error }) : error;
  }
}

/** 1021 the disk is full · 1114 the table is full, for want of disk */
const isDiskFull = (error: unknown): boolean =>
  [1021, 1114].includes((error as { errno?: number }).errno ?? 0);

async function prepare(mariadb: Mariadb, interrupt: AbortSignal): Promise<EmbeddedDatabase> {
  const { host, port, adminUser: user, adminPassword } = mariadb;
  const admin = await mysql.createConnection({ host, port, user, password: adminPassword, timezone: 'Z' });
  try {
    if (!(await isLoaded(admin))) await load(admin, interrupt);
    const password = await openReader(admin, host);
    return {
      variables: {
        DB_HOST: host,
        DB_PORT: String(port),
        DB_USER: READER,
        DB_PASSWORD: password,
        DB_NAME: NAME,
        DB_SSL_CA: '',
      },
      administrator: await findAdministrator(admin),
      ended: mariadb.ended,
      stop: mariadb.stop,
    };
  } finally {
    await admin.end();
  }
}

/** The sample is loaded in one transaction: one row of it is all of it. */
async function isLoaded(admin: Connection): Promise<boolean> {
  const [tables] = await admin.query<RowDataPacket[]>(
    "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = 'pricing_config'",
    [NAME],
  );
  if (tables.length === 0) return false;
  const [rows] = await admin.query<RowDataPacket[]>(`SELECT 1 FROM ${NAME}.pricing_config LIMIT 1`);
  return rows.length > 0;
}

async function load(admin: Connection, interrupt: AbortSignal): Promise<void> {
  // Tables of a start that was cut short hold nothing.
  await admin.query(`DROP DATABASE IF EXISTS ${NAME}`);
  await admin.query(`CREATE DATABASE ${NAME}`);
  await admin.query(`USE ${NAME}`);
  await createTables(admin);
  await loadSample(admin, await readSample(new Date()), showRows, interrupt);
}

function showRows(loaded: number, total: number): void {
  const count = (rows: number) => rows.toLocaleString('en-US');
  // A terminal shows every step; a log a few of them.
  if (!process.stdout.isTTY && loaded % 5000 !== 0 && loaded !== total) return;
  sayInPlace(`Loading ${count(loaded)} of ${count(total)} rows`);
}

/** The program's own account, with a password that is new at every start. */
async function openReader(admin: Connection, host: string): Promise<string> {
  const password = randomBytes(24).toString('base64url');
  const account = `'${READER}'@'${host}'`;
  await admin.query(`CREATE OR REPLACE USER ${account} IDENTIFIED BY ?`, [password]);
  for (const table of ['users', 'api_usage_logs', 'pricing_config'])
    await admin.query(`GRANT SELECT ON ${NAME}.${table} TO ${account}`);
  return password;
}

async function findAdministrator(admin: Connection): Promise<string> {
  const [rows] = await admin.query<RowDataPacket[]>(
    `SELECT email FROM ${NAME}.users WHERE role = 'admin' ORDER BY id LIMIT 1`,
  );
  return String(rows[0]?.email ?? '(no administrator)');
}
