import 'server-only';
import { mkdir, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { Gate } from '../db/gate';
import type { RunOptions } from '../db/query';
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

export interface Limits {
  /** Most memory that the engine takes for what it works on, in MB. */
  readonly memoryMb: number;
  /** After so long a question is ended. */
  readonly timeoutMs: number;
}

/** How long those who still read are waited for when the file is let go of. */
const LETTING_GO_MS = 30_000;

/** One file, opened: a connection that writes, and a few that read. */
export class ReplicaFile {
  readonly #reports = new Gate({ places: READERS, queue: 200, waitMs: 10_000 });
  /** Comparing goes on however many wait for reports: a busy replica must not be taken for a broken one. */
  readonly #checks = new Gate({ places: 1, queue: 100, waitMs: 600_000 });
  readonly #idle: DuckDBConnection[] = [];
  readonly #lent = new Set<DuckDBConnection>();
  #closing: Promise<void> | undefined;

  private constructor(
    readonly duckdb: DuckDb,
    readonly instance: DuckDBInstance,
    readonly writer: DuckDBConnection,
    readonly limits: Limits,
    private readonly place: { readonly file: string; readonly inode: number },
  ) {}

  /** @throws ReplicaError where the package is missing, or the file can't be opened: it may be another program's */
  static async open(file: string, limits: Limits): Promise<ReplicaFile> {
    const duckdb = loadDuckDb();
    let instance: DuckDBInstance | undefined;
    try {
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      // What was written after a file that is gone belongs to no other one.
      if ((await inodeOf(file)) === null) await removeReplica(file);
      instance = await duckdb.DuckDBInstance.create(file, {
        threads: String(availableParallelism()),
        memory_limit: `${limits.memoryMb}MB`,
        temp_directory: `${file}.tmp`,
        // It must never fetch anything by itself.
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
      });
      const writer = await instance.connect();
      // An answer that nobody fetched to its end keeps the file open; it must not write when it goes at last.
      await writer.run('PRAGMA disable_checkpoint_on_shutdown');
      const inode = (await inodeOf(file)) ?? 0;
      return new ReplicaFile(duckdb, instance, writer, limits, { file, inode });
    } catch (error) {
      instance?.closeSync();
      throw new ReplicaError(`The replica in ${file} can't be opened`, { cause: error });
    }
  }

  /** False where the file was removed, or another one was put in its place: then this one is gone with the program. */
  async isInPlace(): Promise<boolean> {
    return (await inodeOf(this.place.file)) === this.place.inode;
  }

  /**
   * Lends a connection for reading. What it does is ended when nobody waits for it any more, or after the limit.
   * @throws ReplicaError, ClientGoneError, DatabaseTimeoutError, DatabaseUnavailableError when too many wait
   */
  async read<T>(work: (connection: DuckDBConnection) => Promise<T>, { signal }: RunOptions = {}): Promise<T> {
    return this.#lend(this.#reports, work, signal);
  }

  /** Lends a connection to what compares the replica with the source. @throws ReplicaError, DatabaseTimeoutError */
  async readToCheck<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    return this.#lend(this.#checks, work);
  }

  /** Lends the one connection that writes; the caller sees to it that it does so once at a time. @throws ReplicaError */
  async write<T>(work: (writer: DuckDBConnection) => Promise<T>): Promise<T> {
    if (this.#closing) throw new ReplicaError(CLOSED);
    this.#lent.add(this.writer);
    try {
      return await work(this.writer);
    } finally {
      this.#lent.delete(this.writer);
    }
  }

  async #lend<T>(
    gate: Gate,
    work: (connection: DuckDBConnection) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const leave = await gate.enter(signal);
    try {
      const connection = await this.#connection();
      try {
        return await this.#endedInTime(connection, work, signal);
      } finally {
        this.#lent.delete(connection);
        if (this.#closing) connection.closeSync();
        else this.#idle.push(connection);
      }
    } finally {
      leave();
    }
  }

  async #endedInTime<T>(
    connection: DuckDBConnection,
    work: (connection: DuckDBConnection) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
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
    }
  }

  /**
   * Lets go of the file. What still runs is ended, and waited for: a file that is opened again while the one before is
   * still at work would be written by both.
   */
  close(): Promise<void> {
    this.#closing ??= this.#letGo();
    return this.#closing;
  }

  async #letGo(): Promise<void> {
    const deadline = performance.now() + LETTING_GO_MS;
    while (this.#lent.size > 0 && performance.now() < deadline) {
      // Again and again: a reader may have been between two statements.
      for (const connection of this.#lent) connection.interrupt();
      await delay(10);
    }
    for (const connection of this.#idle.splice(0)) connection.closeSync();
    if (!this.#lent.has(this.writer)) this.writer.closeSync();
    this.instance.closeSync();
  }

  async #connection(): Promise<DuckDBConnection> {
    const idle = this.#closing ? undefined : this.#idle.pop();
    if (!idle) return this.#connect();
    this.#lent.add(idle);
    return idle;
  }

  async #connect(): Promise<DuckDBConnection> {
    if (this.#closing) throw new ReplicaError(CLOSED);
    const connection = await this.instance.connect();
    try {
      if (this.#closing) throw new ReplicaError(CLOSED);
      this.#lent.add(connection);
      // The groups of a breakdown by user are addressed directly up to this many bits: a third of the time of hashing.
      await connection.run('SET perfect_ht_threshold = 18');
      return connection;
    } catch (error) {
      this.#lent.delete(connection);
      connection.closeSync();
      throw error;
    }
  }
}

const CLOSED = 'The replica was closed';

async function inodeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).ino;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Removes a replica and all that belongs to it; it is made anew from the source. */
export async function removeReplica(file: string): Promise<void> {
  // Not whatever is in a folder that was named by mistake.
  for (const name of [file, `${file}.wal`]) await rm(name, { force: true });
  await rm(`${file}.tmp`, { recursive: true, force: true });
}
