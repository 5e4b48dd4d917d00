import { readFile } from 'node:fs/promises';
import path from 'node:path';
import mysql, { type Connection } from 'mysql2/promise';
import type { TestProject } from 'vitest/node';
import { type Mariadb, type MariadbOptions, startMariadb } from '@/scripts/embedded-mariadb';
import { ROOT } from '@/scripts/root';
import { findSpider } from '@/scripts/spider-engine';
import { startTestMariadb, type TestMariadb } from './mariadb';

/** One of the servers that hold the rows of the head's `api_usage_logs`. */
export type DataServer = Omit<TestMariadb, 'folder' | 'dataServers'>;

export const DATA_SERVERS = 3;

/**
 * Starts a head with the Spider engine and its data servers for all the test files of a run. What they know as the
 * run's MariaDB is the head.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { testMariadb, stop } = await startTestMariadb({ serverOptions: await headOptions() });
  const dataServers = await startDataServers(testMariadb.folder);
  project.provide('mariadb', { ...testMariadb, dataServers: dataServers.map(whereIs) });
  return async () => {
    await Promise.all(dataServers.map((server) => server.stop()));
    await stop();
  };
}

type Options = Pick<MariadbOptions, 'port' | 'serverOptions'>;

/** By its number, from 1. */
export const startDataServer = (folder: string, number: number, options?: Options): Promise<Mariadb> =>
  startMariadb({ ...options, folder: path.join(folder, `data-server-${number}`) });

export const startDataServers = (folder: string, options?: Omit<Options, 'port'>): Promise<Mariadb[]> =>
  Promise.all(
    Array.from({ length: DATA_SERVERS }, (_, index) => startDataServer(folder, index + 1, options)),
  );

export const whereIs = ({ host, port, adminUser, adminPassword }: Mariadb): DataServer => ({
  host,
  port,
  adminUser,
  adminPassword,
});

/** What `db/spider/head.cnf` says, as options of a command line, and where the engine is. */
export async function headOptions(): Promise<string[]> {
  const folder = findSpider();
  if (folder === null) throw new Error('The Spider engine is missing: npm test -- --only spider fetches it');
  const options = [...(await spiderFile('head.cnf')).matchAll(/^([\w-]+) *= *(.*)$/gm)];
  return [`--plugin-dir=${folder}`, ...options.map(([, name, value]) => `--${name}=${value}`)];
}

const spiderFile = (name: string) => readFile(path.join(ROOT, 'db/spider', name), 'utf8');

/** Puts a table of Spider's in the place of the head's `api_usage_logs`, as `db/spider/` has it. */
export async function spreadCalls(
  head: Connection,
  database: string,
  servers: readonly DataServer[],
): Promise<void> {
  const ownNames = (sql: string) =>
    sql.replaceAll('spider_head', `head_${database}`).replaceAll('casetool.', `${database}.`);
  const account = ownNames(await spiderFile('data-account.sql'));
  const table = await spiderFile('data-server.sql');
  await onEach(servers, (connection) =>
    connection.query(`CREATE DATABASE ${database}; USE ${database}; ${table} ${account}`),
  );
  for (const [index, { host, port }] of servers.entries())
    await head.query(
      `CREATE SERVER ${database}_${index + 1} FOREIGN DATA WRAPPER mysql OPTIONS
       (HOST ?, PORT ?, USER ?, PASSWORD 'a password of your own', DATABASE ?)`,
      [host, port, `head_${database}`, database],
    );
  await head.query('DROP TABLE api_usage_logs');
  await head.query((await spiderFile('head.sql')).replaceAll('server "calls_', `server "${database}_`));
}

/** Takes away what `spreadCalls` made, once the head's database is gone. */
export async function dropSpread(
  head: Connection,
  database: string,
  servers: readonly DataServer[],
): Promise<void> {
  await onEach(servers, (connection) =>
    connection.query(`DROP DATABASE ${database}; DROP USER 'head_${database}'@'%'`),
  );
  for (const index of servers.keys()) await head.query(`DROP SERVER ${database}_${index + 1}`);
}

/** The same on each data server, at the same time. */
export function onEach<T>(
  servers: readonly DataServer[],
  work: (connection: Connection) => Promise<T>,
): Promise<T[]> {
  return Promise.all(
    servers.map(async ({ host, port, adminUser: user, adminPassword: password }) => {
      const connection = await mysql.createConnection({
        host,
        port,
        user,
        password,
        multipleStatements: true,
      });
      try {
        return await work(connection);
      } finally {
        await connection.end();
      }
    }),
  );
}
