import 'server-only';
import { randomUUID } from 'node:crypto';
import { countOf, type Difference, NO_DIFFERENCE, plus } from '@/lib/billing/replica-status';
import { FILTER_NAMES } from '@/lib/billing/report-parameters';
import { BEFORE_ALL_IDS, blockSums, type IdRange } from '../db/block-sums';
import { askToCopy as ask } from '../db/query';
import { type SourceRow, sourceCollations, sourceEnds, sourceRows } from '../db/source';
import type { Statement } from '../db/sql';
import { DatabaseTimeoutError, DatabaseUnavailableError } from '../errors';
import { counted } from './counting';
import { REPLICA_NUMBERED } from './dialect';
import type { DuckDBConnection, ReplicaFile } from './duckdb';
import { NameCodes } from './name-codes';
import { ReplicaError } from './replica-error';
import { appendRows, namesIn } from './rows';
import { createTables, INCOMING, REPLICA_COLUMNS, SCHEMA_VERSION } from './schema';

/** Rows that are read and written together. Bounds the memory: about 20 MB for these. */
export const BATCH_ROWS = 20_000;

const NAMES = REPLICA_COLUMNS.map(([name]) => name);
const SAME = NAMES.map((name) => `calls.${name} IS NOT DISTINCT FROM incoming.${name}`).join(' AND ');

/**
 * The copy of the calls, and what is known of it. Whatever it takes over from the source, it reads and writes while
 * nothing else does, in one transaction: a program that is killed leaves the state before or the one after.
 */
export class ReplicaStore {
  #turn: Promise<unknown> = Promise.resolve();
  readonly #opening = randomUUID();
  #revision = 0;
  #copiedTo = BEFORE_ALL_IDS;
  #complete = false;
  #calls = 0;
  #lastReading: string | null = null;

  private constructor(
    readonly file: ReplicaFile,
    readonly names: NameCodes,
  ) {}

  /**
   * @param source what tells this source from another
   * @returns `null` where the file is a copy of another source, or of another version: it has to be made anew
   */
  static async open(file: ReplicaFile, source: string): Promise<ReplicaStore | null> {
    await createTables(file.writer);
    const store = new ReplicaStore(file, await NameCodes.read(file.writer));
    const identity = `${SCHEMA_VERSION} ${source}`;
    const known = await store.recall('identity');
    if (known === null) await store.#write(() => store.remember('identity', identity));
    else if (known !== identity) return null;
    store.#copiedTo = Number((await store.recall('copied_to')) ?? BEFORE_ALL_IDS);
    store.#complete = (await store.recall('complete')) === 'yes';
    store.#calls = await count(file.writer);
    return store;
  }

  /** Another one with every change of the copy, and for every copy. */
  get revision(): string {
    return `${this.#opening}.${this.#revision}`;
  }

  /** Every call up to this id has been taken over. */
  get copiedTo(): number {
    return this.#copiedTo;
  }

  /** True once the first copy has come to its end. */
  get complete(): boolean {
    return this.#complete;
  }

  get calls(): number {
    return this.#calls;
  }

  /**
   * The next rows of the first copy.
   * @returns false when there are none
   */
  copyNext(): Promise<boolean> {
    return this.#exclusively(async () => {
      await this.#compareNamesAsSource();
      const rows = await ask(sourceRows(this.#copiedTo, null, BATCH_ROWS));
      const last = lastId(rows);
      if (last === null) return false;
      await this.#write(async () => {
        await this.#learn(rows);
        await appendRows(this.file, 'api_usage_logs', rows, this.names);
        await this.remember('copied_to', String(last));
      });
      this.#calls += rows.length;
      this.#copiedTo = last;
      return true;
    });
  }

  finish(): Promise<void> {
    return this.#exclusively(async () => {
      await this.#write(() => this.remember('complete', 'yes'));
      this.#complete = true;
      this.#revision++;
    });
  }

  /**
   * Makes a range the same as it is in the source now.
   * @returns what was different
   */
  takeOver({ after, upTo }: IdRange): Promise<Difference> {
    return this.#exclusively(async () => {
      let found = NO_DIFFERENCE;
      // It may change what `follow` has read last.
      this.#lastReading = null;
      for (let from = after; ; ) {
        const rows = await ask(sourceRows(from, upTo, BATCH_ROWS));
        const whole = rows.length < BATCH_ROWS;
        const to = whole ? upTo : (lastId(rows) ?? upTo);
        found = plus(found, await this.replace({ after: from, upTo: to }, rows));
        if (whole) return found;
        from = to;
      }
    });
  }

  /**
   * Takes over what is new, and what became different among the newest calls.
   * @param again so many of the newest ids are read again
   */
  follow(again: number): Promise<Difference> {
    return this.#exclusively(async () => {
      await this.#compareNamesAsSource();
      const [ends] = await ask(sourceEnds());
      const last = ends?.last ?? BEFORE_ALL_IDS;
      let found = NO_DIFFERENCE;
      // What the source no longer has at its end: the last rows deleted, or the table emptied.
      if (last < this.#copiedTo) {
        found = await this.replace({ after: last, upTo: this.#copiedTo }, []);
        await this.#write(() => this.remember('copied_to', String(last)));
        this.#copiedTo = last;
      }
      for (let from = Math.max(BEFORE_ALL_IDS, Math.min(last, this.#copiedTo) - again); ; ) {
        const rows = await ask(sourceRows(from, null, BATCH_ROWS));
        const whole = rows.length < BATCH_ROWS;
        const to = Math.max(lastId(rows) ?? from, whole ? this.#copiedTo : from);
        found = plus(found, await this.replace({ after: from, upTo: to }, rows));
        if (whole) return found;
        from = to;
      }
    });
  }

  /** What the replica has in a range, to be compared with what the source has. */
  async sums(range: IdRange): Promise<string> {
    return this.file.readToCheck(async (connection) => {
      const { name, statement, row } = blockSums(range, REPLICA_NUMBERED);
      const [values] = await counted(name, rowsOf(connection, statement));
      return row.parse(values);
    });
  }

  /** The last id that the replica has; `null` where it has no calls. */
  async lastId(): Promise<number | null> {
    const [row] = await this.file.readToCheck((connection) =>
      rowsOf(connection, { sql: 'SELECT MAX(id) AS last FROM api_usage_logs', values: [] }),
    );
    return row?.last ? Number(row.last) : null;
  }

  /** A word that outlives the program; part of the transaction that runs. */
  async remember(name: string, value: string): Promise<void> {
    await this.file.writer.run('DELETE FROM state WHERE name = ?', [name]);
    await this.file.writer.run('INSERT INTO state VALUES (?, ?)', [name, value]);
  }

  async recall(name: string): Promise<string | null> {
    const reader = await this.file.writer.runAndReadAll('SELECT value FROM state WHERE name = ?', [name]);
    return (reader.getRowsJson()[0]?.[0] as string | undefined) ?? null;
  }

  /** Writes down a word by itself. */
  note(name: string, value: string): Promise<void> {
    return this.#exclusively(() => this.#write(() => this.remember(name, value)));
  }

  /** The rows of a range in place of those that are there. */
  private async replace({ after, upTo }: IdRange, rows: readonly SourceRow[]): Promise<Difference> {
    const range = `id > ${after} AND id <= ${upTo}`;
    const reading = rows.length <= REMEMBERED_ROWS ? JSON.stringify([range, rows]) : null;
    if (reading !== null && reading === this.#lastReading) return NO_DIFFERENCE;
    this.#lastReading = null;
    const { writer } = this.file;
    let found = NO_DIFFERENCE;
    await this.#write(async () => {
      await this.#learn(rows);
      await writer.run(INCOMING);
      await appendRows(this.file, 'incoming', rows, this.names);
      const removed = await changed(
        writer,
        `DELETE FROM api_usage_logs WHERE ${range} AND id NOT IN (SELECT id FROM incoming)`,
      );
      const corrected = await changed(
        writer,
        `DELETE FROM api_usage_logs AS calls USING incoming
         WHERE calls.id > ${after} AND calls.id <= ${upTo} AND calls.id = incoming.id AND NOT (${SAME})`,
      );
      const written = await changed(
        writer,
        `INSERT INTO api_usage_logs SELECT * FROM incoming
         WHERE id NOT IN (SELECT id FROM api_usage_logs WHERE ${range}) ORDER BY id`,
      );
      found = { added: written - corrected, corrected, removed };
      const inReplica = await count(writer, `WHERE ${range}`);
      if (inReplica !== rows.length)
        throw new Error(`The replica has ${inReplica} calls where the database has ${rows.length}: ${range}`);
      if (upTo > this.#copiedTo) await this.remember('copied_to', String(upTo));
    });
    this.#copiedTo = Math.max(this.#copiedTo, upTo);
    this.#calls += found.added - found.removed;
    if (countOf(found) > 0) this.#revision++;
    this.#lastReading = reading;
    return found;
  }

  async #learn(rows: readonly SourceRow[]): Promise<void> {
    const names = namesIn(rows);
    for (const kind of FILTER_NAMES) await this.names.learn(kind, names[kind], this.file.writer);
  }

  /** Somebody may have altered the columns' rules: then names that were equal are not, or the other way round. */
  async #compareNamesAsSource(): Promise<void> {
    const [collations] = await ask(sourceCollations());
    if (!collations || !this.names.areOutOfDate(collations)) return;
    await this.#write(() => this.names.compareBy(collations, this.file.writer));
    this.#revision++;
  }

  /** One after the other: a range that was read must be written before another reading of it. */
  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }

  /** All of it, or nothing. @throws ReplicaError; what the source throws is thrown as it is */
  async #write(work: () => Promise<void>): Promise<void> {
    await this.file.write(async (writer) => {
      try {
        await writer.run('BEGIN TRANSACTION');
        await work();
        await writer.run('COMMIT');
      } catch (error) {
        await writer.run('ROLLBACK').catch(() => {});
        await this.names.reread(writer).catch(() => {});
        if (error instanceof DatabaseUnavailableError || error instanceof DatabaseTimeoutError) throw error;
        throw new ReplicaError('The replica could not be written', { cause: error });
      }
    });
  }
}

/** A reading of at most so many rows is remembered: as long as it comes again, there is nothing to do. */
const REMEMBERED_ROWS = 5_000;

const lastId = (rows: readonly SourceRow[]): number | null => {
  const last = rows.at(-1);
  return last === undefined ? null : Number(last[0]);
};

/** The rows of a small answer, by the names of their columns. */
export async function rowsOf(
  connection: DuckDBConnection,
  { sql, values }: Statement,
): Promise<Record<string, unknown>[]> {
  const reader = await connection.runAndReadAll(
    sql,
    values.map((value) => (typeof value === 'number' ? BigInt(value) : value)),
  );
  return reader.getRowObjectsJson();
}

async function count(connection: DuckDBConnection, where = ''): Promise<number> {
  const reader = await connection.runAndReadAll(`SELECT COUNT(*) FROM api_usage_logs ${where}`);
  return Number(reader.getRowsJson()[0]?.[0]);
}

async function changed(writer: DuckDBConnection, sql: string): Promise<number> {
  return (await writer.run(sql)).rowsChanged;
}
