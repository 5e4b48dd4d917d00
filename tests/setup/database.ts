import { randomBytes } from 'node:crypto';
import mysql, { type Connection } from 'mysql2/promise';
import { createTables } from '@/db/load-sample';
import type { TestMariadb } from './mariadb';
import { dropSpread, spreadCalls } from './spider';

/** A casetool database of one test file's own, empty. */
export interface TestDatabase {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  /** A folder for what a test keeps; gone after the run. */
  readonly folder: string;
  /** May SELECT on the three tables and nothing else: the account that the program runs with. */
  readonly reader: { readonly user: string; readonly password: string };
  /** May do everything: inserts rows, breaks things. Times are UTC; big numbers and decimals are strings. */
  readonly admin: Connection;
  /** A further connection, of any account. */
  connect(user: string, password: string): Promise<Connection>;
  drop(): Promise<void>;
}

export const TABLES = ['users', 'api_usage_logs', 'pricing_config'] as const;

/**
 * Creates a database with the three tables, and an account that may only read them. In a test file:
 * `const database = await createDatabase(inject('mariadb'))`, and `afterAll(() => database.drop())`.
 */
export async function createDatabase(mariadb: TestMariadb): Promise<TestDatabase> {
  const { host, port, folder, dataServers } = mariadb;
  const name = `casetool_${randomBytes(6).toString('hex')}`;
  const reader = { user: `reader_${name.slice(9)}`, password: randomBytes(18).toString('base64url') };
  const connect = async (user: string, password: string, multipleStatements = false): Promise<Connection> => {
    const connection = await mysql.createConnection({
      host,
      port,
      user,
      password,
      timezone: 'Z',
      supportBigNumbers: true,
      bigNumberStrings: true,
      multipleStatements,
    });
    await connection.query("SET time_zone = '+00:00'");
    return connection;
  };

  const admin = await connect(mariadb.adminUser, mariadb.adminPassword, true);
  await admin.query(`CREATE DATABASE ${name}; USE ${name}`);
  await createTables(admin);
  if (dataServers) await spreadCalls(admin, name, dataServers);
  await admin.query(`CREATE USER '${reader.user}'@'${host}' IDENTIFIED BY '${reader.password}'`);
  for (const table of TABLES)
    await admin.query(`GRANT SELECT ON ${name}.${table} TO '${reader.user}'@'${host}'`);

  return {
    host,
    port,
    name,
    folder,
    reader,
    admin,
    connect: async (user, password) => {
      const connection = await connect(user, password);
      await connection.query(`USE ${name}`);
      return connection;
    },
    drop: async () => {
      await admin.query(`DROP DATABASE ${name}; DROP USER '${reader.user}'@'${host}'`);
      if (dataServers) await dropSpread(admin, name, dataServers);
      await admin.end();
    },
  };
}
