import 'server-only';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { env } from '../env';
import { ClientGoneError, DatabaseTimeoutError, DatabaseUnavailableError } from '../errors';
import { log } from '../log';
import { count } from '../metrics';
import type { RowReader } from './columns';
import { counted } from './counted';
import { failureOf } from './failure';
import { Gate } from './gate';
import {
  CONNECT_TIMEOUT_MS,
  CONNECTION_LIMIT,
  COPYING_CONNECTIONS,
  type PoolConnection,
  pool,
  RESERVED_CONNECTIONS,
} from './pool';
import type { Statement } from './sql';

/**
 * A question to the database as one object: its name, its SQL with the values bound, and what a row of the
 * answer is. Rows are parsed here, once; after that their types are trusted.
 */
export interface Query<Row> {
  /** For the log: what is asked, in the words of the business. */
  readonly name: string;
  readonly statement: Statement;
  readonly row: RowReader<Row>;
  /** Rows reach the reader as lists of their values rather than by names: quicker, for many of them. */
  readonly rowsAsArray?: true;
}

export interface RunOptions {
  /** Aborted when nobody waits for the answer any more: the statement is then ended on the server. */
  readonly signal?: AbortSignal | undefined;
}

/** Asks one question. Sends it once more on a fresh connection if the first one broke under it. */
export type Ask = <Row>(query: Query<Row>) => Promise<Row[]>;

/** Who may use how many connections, and for how long. */
interface Lane {
  readonly gate: Gate;
  readonly limitMs: () => number;
}

const shared = globalThis as typeof globalThis & {
  netBillingLanes?: Record<'report' | 'access' | 'copy', Lane>;
};

/**
 * Reports may take all connections but the reserved ones and those that copy, and as long as `DB_TIMEOUT_MS`. The
 * look-ups that decide who gets in are single rows by key: where they take seconds the database is not there.
 */
shared.netBillingLanes ??= {
  report: {
    gate: new Gate({
      places: CONNECTION_LIMIT - RESERVED_CONNECTIONS - COPYING_CONNECTIONS,
      queue: 100,
      waitMs: 10_000,
    }),
    limitMs: () => env().database.timeoutMs,
  },
  copy: {
    gate: new Gate({ places: COPYING_CONNECTIONS, queue: 100, waitMs: 60_000 }),
    limitMs: () => env().database.timeoutMs,
  },
  access: {
    gate: new Gate({ places: CONNECTION_LIMIT, queue: 500, waitMs: 5_000 }),
    limitMs: () => Math.min(5_000, env().database.timeoutMs),
  },
};
const lanes = shared.netBillingLanes;

/** How busy each lane is. */
export function laneLoads(): Record<keyof typeof lanes, Gate['load']> {
  return { report: lanes.report.gate.load, copy: lanes.copy.gate.load, access: lanes.access.gate.load };
}

/**
 * A question of a report.
 * @throws DatabaseUnavailableError, DatabaseTimeoutError, ClientGoneError
 */
export function ask<Row>(query: Query<Row>, { signal }: RunOptions = {}): Promise<Row[]> {
  return withRetry(query.name, () => withConnection(lanes.report, query.name, signal, (send) => send(query)));
}

/**
 * A question of those that keep the replica the same as the database. It waits for its own few connections.
 * @throws DatabaseUnavailableError, DatabaseTimeoutError
 */
export function askToCopy<Row>(query: Query<Row>, { signal }: RunOptions = {}): Promise<Row[]> {
  return withRetry(query.name, () => withConnection(lanes.copy, query.name, signal, (send) => send(query)));
}

/**
 * Several questions of a report to one moment of the database: whatever is written meanwhile, all answers are
 * as of the first one.
 * @throws DatabaseUnavailableError, DatabaseTimeoutError, ClientGoneError
 */
export function askInOneSnapshot<T>(
  name: string,
  work: (ask: Ask) => Promise<T>,
  { signal }: RunOptions = {},
): Promise<T> {
  return withRetry(name, () =>
    withConnection(lanes.report, name, signal, async (send, connection) => {
      // The snapshot needs this level; it is the default, but a server may be configured for another.
      await connection.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
      await connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
      const answer = await work(send);
      await connection.query('COMMIT');
      return answer;
    }),
  );
}

/**
 * A look-up that decides who gets in. A slow answer counts as none.
 * @throws DatabaseUnavailableError
 */
export async function askForAccess<Row>(query: Query<Row>): Promise<Row[]> {
  try {
    return await withRetry(query.name, () =>
      withConnection(lanes.access, query.name, undefined, (send) => send(query)),
    );
  } catch (error) {
    if (!(error instanceof DatabaseTimeoutError)) throw error;
    throw new DatabaseUnavailableError('The database did not answer the look-up of a user', 5, {
      cause: error,
    });
  }
}

/** A connection that breaks under a statement says nothing about the database: a fresh one may do. */
async function withRetry<T>(name: string, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    if (failureOf(error) !== 'connection lost') throw named(error, name);
    log('warn', 'the connection to the database broke; trying once more', { query: name, error });
    count('net_billing_statement_retries_total', RETRIES, { query: name });
    await delay(RETRY_AFTER_MS);
    return await attempt().catch((again) => {
      throw named(again, name);
    });
  }
}

/** What broke one connection has often broken the idle ones too, and that takes a moment to be noticed. */
const RETRY_AFTER_MS = 50;

const RETRIES = 'Statements that were sent once more because their connection broke.';

function named(error: unknown, query: string): unknown {
  switch (failureOf(error)) {
    case 'connection lost':
      return new DatabaseUnavailableError(`The connection broke during: ${query}`, 5, { cause: error });
    case 'too slow':
      return new DatabaseTimeoutError(`The database took too long for: ${query}`, { cause: error });
    default:
      return error;
  }
}

async function withConnection<T>(
  lane: Lane,
  name: string,
  signal: AbortSignal | undefined,
  work: (ask: Ask, connection: PoolConnection) => Promise<T>,
): Promise<T> {
  const leave = await lane.gate.enter(signal);
  let connection: PoolConnection | undefined;
  try {
    connection = await connect();
    const running = work(askOn(connection), connection);
    const answer = await counted(name, endedInTime(connection, lane.limitMs(), signal, running));
    connection.release();
    return answer;
  } catch (error) {
    // Its state is unknown: an open transaction, an unread answer. It must not be used again.
    if (connection) drop(connection);
    throw error;
  } finally {
    leave();
  }
}

/**
 * The driver only says goodbye, and waits for the other side to do so too. Where the network went silent that would
 * keep the socket for a quarter of an hour.
 */
function drop(connection: PoolConnection): void {
  connection.destroy();
  (connection.connection as unknown as { stream: Socket }).stream.destroy();
}

async function connect(): Promise<PoolConnection> {
  const connecting = pool().getConnection();
  try {
    return await within(CONNECT_TIMEOUT_MS + DRIVER_FIRST_MS, connecting);
  } catch (error) {
    // Where it comes after all, it is the next one's.
    connecting.then(
      (late) => late.release(),
      () => {},
    );
    throw new DatabaseUnavailableError('No connection to the database', 5, { cause: error });
  }
}

/** The driver's own limit, which says more, should come first. */
const DRIVER_FIRST_MS = 250;

function askOn(connection: PoolConnection): Ask {
  return async ({ name, statement, row, rowsAsArray = false }) => {
    const [rows] = await connection.execute({
      sql: statement.sql,
      values: [...statement.values],
      rowsAsArray,
    });
    try {
      return (rows as unknown[]).map((values) => row.parse(values));
    } catch (error) {
      throw new Error(`The database answered with an unexpected row: ${name}`, { cause: error });
    }
  };
}

/**
 * Waits for `work` on `connection`, but not longer than `limitMs`, nor than somebody waits for it. The server
 * would go on with the statement even if the connection closed, so it is told to stop.
 *
 * The server has a limit of its own (`sessionSetup`), which should come first; this one is for a network that
 * went silent and for engines that have none.
 */
function endedInTime<T>(
  connection: PoolConnection,
  limitMs: number,
  signal: AbortSignal | undefined,
  work: Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (reason: Error) => {
      reject(reason);
      void endOnServer(connection.threadId);
      drop(connection);
    };
    const tooSlow = () => end(new DatabaseTimeoutError(`No answer within ${limitMs} ms`));
    const gone = () => end(new ClientGoneError());
    const timer = setTimeout(tooSlow, limitMs + SERVER_FIRST_MS);
    signal?.addEventListener('abort', gone);
    if (signal?.aborted) gone();
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', gone);
    });
  });
}

const SERVER_FIRST_MS = 250;

/**
 * An account may end its own statements without any further right. Best effort: the server's own limit is behind it.
 * Never longer than a moment: where the network went silent, waiting for it would take every connection there is.
 */
async function endOnServer(threadId: number): Promise<void> {
  count('net_billing_statements_ended_total', 'Statements that were ended on the server.');
  let connection: PoolConnection | undefined;
  try {
    connection = await connect();
    await within(KILL_LIMIT_MS, connection.query(`KILL ${Number(threadId)}`));
    connection.release();
  } catch (error) {
    if (connection) drop(connection);
    if ((error as { errno?: unknown }).errno !== NO_SUCH_THREAD)
      log('warn', 'a statement could not be ended on the server', { threadId, error });
  }
}

/** @throws Error when it takes longer */
function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const tooLong = () => reject(new Error(`No answer within ${milliseconds} ms`));
    const timer = setTimeout(tooLong, milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

const KILL_LIMIT_MS = 2_000;

/** It ended by itself in between. */
const NO_SUCH_THREAD = 1094;
