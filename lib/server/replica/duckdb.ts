import 'server-only';
import { mkdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { Gate } from '../db/gate';
import type { RunOptions } from '../db/query';
import type { Statement } from '../db/sql';
import { ClientGoneError, DatabaseTimeoutError, DatabaseUnavailableError } from '../errors';
import { ReplicaError } from './replica-error';

type DuckDb = typeof import('@duckdb/node-api');

export type { DuckDBConnection };

/** A variable, so that a build on a machine without the package does not look for it. */
const PACKAGE = '@duckdb/node-api';

/**
 * The columnar engine, which is optional: not every platform has it.
 * @throws ReplicaError where it is not installed
 */
export function loadDuckDb(): DuckDb {
  try {
    return createRequire(path.join(process.cwd(), 'package.json'))(PACKAGE) as DuckDb;
  } catch (error) {
    throw new ReplicaError(`The package ${PACKAGE} is not installed; run \`npm install\` to have it`, {
      cause: error,
    });
  }
}

/** Questions at the same time. Each of them works on all cores, and blocks one of Node's few worker threads. */
const READERS = 2;

/** Files at the same time. */
const STREAMS = 2;

export interface Limits {
  /** Most memory that the engine takes for what it works on, in MB. */
  readonly memoryMb: number;
  /** After so long a question is ended. */
  readonly timeoutMs: number;
}

/** One file, opened: a connection that writes, and a few that read. */
export class ReplicaFile {
  readonly #gate = new Gate({ places: READERS, queue: 200, waitMs: 10_000 });
  readonly #streams = new Gate({ places: STREAMS, queue: 20, waitMs: 10_000 });
  readonly #idle: DuckDBConnection[] = [];
  #closed = false;

  private constructor(
    readonly duckdb: DuckDb,
    readonly instance: DuckDBInstance,
    readonly writer: DuckDBConnection,
    readonly limits: Limits,
  ) {}

  /** @throws ReplicaError where the package is missing, or the file can't be opened: it may be another program's */
  static async open(file: string, limits: Limits): Promise<ReplicaFile> {
    const duckdb = loadDuckDb();
    try {
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      const instance = await duckdb.DuckDBInstance.create(file, {
        threads: String(availableParallelism()),
        memory_limit: `${limits.memoryMb}MB`,
        temp_directory: `${file}.tmp`,
        // It must never fetch anything by itself.
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
      });
      return new ReplicaFile(duckdb, instance, await instance.connect(), limits);
    } catch (error) {
      throw new ReplicaError(`The replica in ${file} can't be opened`, { cause: error });
    }
  }

  /**
   * Lends a connection for reading. What it does is ended when nobody waits for it any more, or after the limit.
   * @throws ReplicaError, ClientGoneError, DatabaseTimeoutError, DatabaseUnavailableError when too many wait
   */
  async read<T>(work: (connection: DuckDBConnection) => Promise<T>, options: RunOptions = {}): Promise<T> {
    const { signal } = options;
    const leave = await this.#gate.enter(signal);
    const connection = await this.#connection();
    let ended: Error | undefined;
    const end = (reason: Error) => {
      ended = reason;
      connection.interrupt();
    };
    const gone = () => end(new ClientGoneError());
    const { timeoutMs } = this.limits;
    const tooSlow = () => end(new DatabaseTimeoutError(`The replica did not answer within ${timeoutMs} ms`));
    const timer = setTimeout(tooSlow, timeoutMs);
    signal?.addEventListener('abort', gone);
    try {
      return await work(connection);
    } catch (error) {
      if (ended) throw ended;
      if (error instanceof DatabaseUnavailableError || error instanceof ClientGoneError) throw error;
      throw new ReplicaError('The replica could not answer', { cause: error });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', gone);
      if (this.#closed) connection.closeSync();
      else this.#idle.push(connection);
      leave();
    }
  }

  /**
   * The rows of an answer of any length, a few thousand at a time, on a connection of its own: it may take minutes.
   * Leaving the loop, or the signal, ends it.
   * @throws ReplicaError, ClientGoneError, DatabaseUnavailableError when too many wait
   */
  async *stream(
    { sql, values }: Statement,
    { signal }: RunOptions = {},
  ): AsyncGenerator<Record<string, unknown>[]> {
    const leave = await this.#streams.enter(signal);
    let connection: DuckDBConnection | undefined;
    const gone = () => connection?.interrupt();
    try {
      connection = await this.instance.connect();
      signal?.addEventListener('abort', gone);
      const result = await connection.stream(
        sql,
        values.map((value) => (typeof value === 'number' ? BigInt(value) : value)),
      );
      for await (const rows of result.yieldRowObjectJson()) {
        if (signal?.aborted) throw new ClientGoneError();
        yield rows;
      }
    } catch (error) {
      if (signal?.aborted) throw new ClientGoneError();
      throw new ReplicaError('The replica could not answer', { cause: error });
    } finally {
      signal?.removeEventListener('abort', gone);
      connection?.closeSync();
      leave();
    }
  }

  /** Lets go of the file. What still runs is ended. */
  close(): void {
    this.#closed = true;
    for (const connection of this.#idle) connection.closeSync();
    this.writer.interrupt();
    this.writer.closeSync();
    this.instance.closeSync();
  }

  async #connection(): Promise<DuckDBConnection> {
    if (this.#closed) throw new ReplicaError('The replica was closed');
    const idle = this.#idle.pop();
    if (idle) return idle;
    const connection = await this.instance.connect();
    // The groups of a breakdown by user are addressed directly up to this many bits: a third of the time of hashing.
    await connection.run('SET perfect_ht_threshold = 18');
    return connection;
  }
}

/** Removes a replica and all that belongs to it; it is made anew from the source. */
export async function removeReplica(file: string): Promise<void> {
  for (const name of [file, `${file}.wal`, `${file}.tmp`]) await rm(name, { recursive: true, force: true });
}
