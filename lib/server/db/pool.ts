import 'server-only';
import { readFileSync } from 'node:fs';
import mysql, { type Pool, type PoolConnection, type PoolOptions } from 'mysql2/promise';
import { env } from '../env';

/**
 * Connections in all; a report leaves `RESERVED_CONNECTIONS` of them to sign-in and the administrator check, and
 * `COPYING_CONNECTIONS` to what keeps the replica the same as the database.
 */
export const CONNECTION_LIMIT = 12;
export const RESERVED_CONNECTIONS = 3;
export const COPYING_CONNECTIONS = 2;
/** A host that swallows packets counts as not there after so long. */
export const CONNECT_TIMEOUT_MS = 5_000;

/** What the one pool is made of. Numbers and decimals arrive as text, so that no binary float is ever between. */
function poolOptions(): PoolOptions {
  const { database } = env();
  return {
    host: database.host,
    port: database.port,
    user: database.user,
    password: database.password,
    database: database.name,
    charset: 'utf8mb4',
    connectionLimit: CONNECTION_LIMIT,
    maxIdle: CONNECTION_LIMIT,
    // Shorter than any server's wait_timeout: a connection is closed by us before the server closes it on us.
    idleTimeout: 60_000,
    queueLimit: 200,
    connectTimeout: CONNECT_TIMEOUT_MS,
    enableKeepAlive: true,
    timezone: 'Z',
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    decimalNumbers: false,
    multipleStatements: false,
    namedPlaceholders: false,
    // Prepared statements are kept by connection, and a server's number of them is limited.
    maxPreparedStatements: 64,
    // Without this a hostile server could ask the driver for any local file.
    flags: ['-LOCAL_FILES'],
    ...(database.sslCa && {
      ssl: { ca: readFileSync(database.sslCa, 'utf8'), rejectUnauthorized: true, verifyIdentity: true },
    }),
  };
}

/**
 * Sent first on every new connection. UTC makes TIMESTAMP columns read as UTC whatever the server's zone; the
 * limit ends a statement on the server even if this process is gone. MySQL and TiDB read the first comment
 * (milliseconds), MariaDB the second (seconds): each skips the other's. A server whose sessions do not commit by
 * themselves would show a connection that is kept what there was at its first statement, for ever; one at a lower level
 * of isolation, calls that are never committed.
 */
export function sessionSetup(timeoutMs: number): string {
  return (
    "SET time_zone = '+00:00', autocommit = 1" +
    ` /*!50720 , max_execution_time = ${timeoutMs}, transaction_isolation = 'REPEATABLE-READ' */` +
    ` /*M! , max_statement_time = ${timeoutMs / 1000}, tx_isolation = 'REPEATABLE-READ' */`
  );
}

function createPool(): Pool {
  const pool = mysql.createPool(poolOptions());
  const setup = sessionSetup(env().database.timeoutMs);
  pool.pool.on('connection', (connection) => {
    // Queued before the statement that the connection was opened for. If it fails, so would the meaning of
    // every date: the connection must not be used.
    connection.query(setup, (error) => error && connection.destroy());
  });
  return pool;
}

/** Next loads a module once for pages and once for routes; the pool must be one all the same. */
const shared = globalThis as typeof globalThis & { netBillingPool?: Pool };

/** The one pool of this process, made at its first use. It connects lazily: making it never fails for the network. */
export function pool(): Pool {
  shared.netBillingPool ??= createPool();
  return shared.netBillingPool;
}

/** How many connections are open, and how many wait for one. Zero before the first use. */
export function poolLoad(): { inUse: number; idle: number; waiting: number } {
  // The driver has no public way to ask; a test holds these names.
  const queues = shared.netBillingPool?.pool as
    | Record<'_allConnections' | '_freeConnections' | '_connectionQueue', { length: number }>
    | undefined;
  if (!queues) return { inUse: 0, idle: 0, waiting: 0 };
  const idle = queues._freeConnections.length;
  return { inUse: queues._allConnections.length - idle, idle, waiting: queues._connectionQueue.length };
}

export type { PoolConnection };
