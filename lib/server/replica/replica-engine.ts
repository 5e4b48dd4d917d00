import 'server-only';
import type { DuckDBBlobVector, DuckDBMaterializedResult } from '@duckdb/node-api';
import type { CallCells } from '@/lib/billing/call-csv';
import { MEASURE_NAMES } from '@/lib/billing/measures';
import { OPERATION_TYPE_NAMES } from '@/lib/billing/operation-type';
import { FILTER_NAMES, type Filter } from '@/lib/billing/report-parameters';
import { UserDirectory } from '@/lib/billing/user-billings';
import { OPERATION_COUNTS, type UserUsage } from '@/lib/billing/user-usage';
import type { CallRun } from '../db/call-lines';
import type { Dialect } from '../db/dialect';
import { askToCopy, type RunOptions } from '../db/query';
import { usersFingerprint } from '../db/source';
import { join, type Statement, sql } from '../db/sql';
import { measures, type Question, type UsageScope, usageOfModels, where } from '../db/usage';
import { registeredUsers } from '../db/users';
import type { Breakdowns, UsageEngine } from '../usage-engine';
import { callBlocks, prepareUserCells } from './call-lines';
import { copyDoubles, copyWholeNumbers } from './columns';
import { counted } from './counting';
import { replicaDialect } from './dialect';
import type { DuckDBConnection } from './duckdb';
import type { NameCodes } from './name-codes';
import { type ReplicaStore, rowsOf } from './store';

/** So many of the newest calls are read again each time: those whose transactions ended out of order are among them. */
export const READ_AGAIN_IDS = 2_000;

/** For so long after a question the source is looked at for the next one. */
const ASKED_LATELY_MS = 15_000;

/** The replica as an engine: it takes over what is new, then answers from its own copy. */
export class ReplicaEngine implements UsageEngine {
  readonly name = 'replica';
  #freshUntil = Number.NEGATIVE_INFINITY;
  #freshening: Promise<void> | undefined;
  #freshAt: number | null = null;
  #askedAt = Number.NEGATIVE_INFINITY;
  #nextLook: NodeJS.Timeout | undefined;
  #users: { fingerprint: string; directory: UserDirectory } | undefined;

  /** @param maxAgeMs for so long after a look at the source its answers are taken for fresh */
  constructor(
    readonly store: ReplicaStore,
    readonly maxAgeMs: number,
  ) {}

  /** When the source was last looked at, in milliseconds since 1970; `null`: not yet. */
  get freshAt(): number | null {
    return this.#freshAt;
  }

  async freshen(): Promise<string> {
    this.#askedAt = performance.now();
    // By a clock that nobody can set back: an old look would be taken for a fresh one.
    if (performance.now() >= this.#freshUntil) {
      // One look for everybody who asks meanwhile; it is not ended when one of them leaves.
      await this.#look();
    }
    return `${this.store.revision} ${this.#users?.fingerprint}`;
  }

  /** Looks at the source no more. */
  stop(): void {
    clearTimeout(this.#nextLook);
    this.#askedAt = Number.NEGATIVE_INFINITY;
  }

  async directory(): Promise<UserDirectory> {
    return (this.#users ?? (await this.#readUsers())).directory;
  }

  async breakdowns(scope: UsageScope, options?: RunOptions): Promise<Breakdowns> {
    return this.#knowingNames(scope, (dialect) => {
      const ofUsers = usersStatement(scope, dialect, this.store.names);
      const ofModels = usageOfModels(scope).in(dialect);
      return this.store.file.read(async (connection) => {
        // One transaction sees one state of the copy, whatever is taken over meanwhile.
        await connection.run('BEGIN TRANSACTION READ ONLY');
        try {
          const count = <T>(name: string, work: Promise<T>) => counted(name, work, options?.signal);
          const usageOfUsers = await count('usage by user', readUsers(connection, ofUsers));
          const models = await count(ofModels.name, rowsOf(connection, ofModels.statement));
          return { usageOfUsers, usageOfModels: models.map((values) => ofModels.row.parse(values)) };
        } finally {
          await connection.run('COMMIT').catch(() => {});
        }
      }, options);
    });
  }

  async ask<Row>(question: Question<Row>, options?: RunOptions): Promise<Row[]> {
    return this.#knowingNames(question.scope, (dialect) => {
      const { name, statement, row } = question.in(dialect);
      return this.store.file.read(async (connection) => {
        const rows = await counted(name, rowsOf(connection, statement), options?.signal);
        return rows.map((values) => row.parse(values));
      }, options);
    });
  }

  async callLines(run: CallRun, cells: CallCells, options?: RunOptions): Promise<Uint8Array[]> {
    const { file, names } = this.store;
    const blocks = await this.#knowingNames(run.scope, (dialect) =>
      file.read(async (connection) => {
        await prepareUserCells(file, connection, cells);
        const statement = callBlocks(run, cells, names, dialect);
        return counted('lines of calls', bytesOf(connection, statement), options?.signal);
      }, options),
    );
    // As one piece: thirty small ones, kept by the engine's package, let the memory grow by twice as much.
    return [Buffer.concat(blocks)];
  }

  /** A name that was learned after the question was put in words would have a group of its own in the answer. */
  async #knowingNames<T>(scope: UsageScope, read: (dialect: Dialect) => Promise<T>): Promise<T> {
    for (;;) {
      const { version } = this.store.names;
      const answer = await read(await this.#dialect(scope));
      if (version === this.store.names.version) return answer;
    }
  }

  async #dialect({ filters }: UsageScope): Promise<Dialect> {
    const { names } = this.store;
    const matching = {} as Record<Filter, readonly number[]>;
    for (const kind of FILTER_NAMES) matching[kind] = await names.equalTo(kind, filters[kind]);
    return replicaDialect(names, matching);
  }

  #look(): Promise<void> {
    this.#freshening ??= this.#lookAtSource().finally(() => {
      this.#freshening = undefined;
      this.#lookAgain();
    });
    return this.#freshening;
  }

  /** While people ask, the next look is taken before they would have to wait for it. */
  #lookAgain(): void {
    clearTimeout(this.#nextLook);
    if (this.maxAgeMs === 0 || performance.now() - this.#askedAt > ASKED_LATELY_MS) return;
    // Who asks next hears of what went wrong, from a look of their own.
    const look = () => void this.#look().catch(() => {});
    this.#nextLook = setTimeout(look, this.maxAgeMs / 2).unref();
  }

  async #lookAtSource(): Promise<void> {
    const [lookedAt, freshUntil] = [Date.now(), performance.now() + this.maxAgeMs];
    await Promise.all([this.store.follow(READ_AGAIN_IDS), this.#readUsers()]);
    this.#freshAt = lookedAt;
    this.#freshUntil = freshUntil;
  }

  async #readUsers(): Promise<{ directory: UserDirectory }> {
    const [fingerprint = ''] = await askToCopy(usersFingerprint());
    if (this.#users?.fingerprint !== fingerprint) {
      const directory = new UserDirectory(await askToCopy(registeredUsers()));
      this.#users = { fingerprint, directory };
    }
    return this.#users;
  }
}

/**
 * Usage by user, an answer's row a user. The groups of `usageOfUsers` would be three times as many; here the operation
 * types are counted beside each other.
 */
function usersStatement(scope: UsageScope, dialect: Dialect, names: NameCodes): Statement {
  const counts = OPERATION_TYPE_NAMES.map((name) => ({
    sql: `CAST(countif(${dialect.columns.operation.sql} = ${names.codeOf('operation', name) ?? -1}) AS BIGINT) AS ${name}`,
    values: [],
  }));
  const known: Statement = { sql: OPERATION_TYPE_NAMES.join(' - '), values: [] };
  return sql`
    SELECT CAST(user_id AS DOUBLE) AS id, COALESCE(epoch_ms(last_call)::DOUBLE, 'nan'), operations,
           CAST(tokens AS BIGINT), CAST(images AS BIGINT), CAST(costUsd AS DECIMAL(18, 6)),
           CAST(costInr AS DECIMAL(18, 2)), unpricedOperations,
           ${join(
             OPERATION_TYPE_NAMES.map((name) => ({ sql: name, values: [] })),
             ', ',
           )}, operations - ${known} AS other
    FROM (
      SELECT user_id, ${measures}, ${join(counts, ', ')}, MAX(created_at) AS last_call
      FROM api_usage_logs
      ${where(scope, dialect)}
      GROUP BY user_id
    ) users
    ORDER BY user_id`;
}

/** An answer of one column of BLOB, without NULL, as it is: it is on its way to a socket, and needs to be no text between. */
async function bytesOf(connection: DuckDBConnection, { sql, values }: Statement): Promise<Uint8Array[]> {
  const result = await connection.run(sql, [...values]);
  const blocks: Uint8Array[] = [];
  for (const chunk of await result.fetchAllChunks()) {
    const vector = chunk.getColumnVector(0) as DuckDBBlobVector;
    for (let row = 0; row < chunk.rowCount; row++) blocks.push(vector.getItemBytes(row) as Uint8Array);
  }
  return blocks;
}

const BIGINT_COLUMNS = [...MEASURE_NAMES, ...OPERATION_COUNTS] as const;

/** The answer as it comes, column by column: for 100,000 users an object for each value would take most of the time. */
async function readUsers(connection: DuckDBConnection, { sql, values }: Statement): Promise<UserUsage> {
  const result: DuckDBMaterializedResult = await connection.run(sql, [...values]);
  const chunks = await result.fetchAllChunks();
  const length = chunks.reduce((sum, { rowCount }) => sum + rowCount, 0);
  const [ids, lastActivity] = [new Float64Array(length), new Float64Array(length)];
  const columns = Object.fromEntries(
    BIGINT_COLUMNS.map((name) => [name, new BigInt64Array(length)]),
  ) as Record<(typeof BIGINT_COLUMNS)[number], BigInt64Array>;
  let start = 0;
  for (const chunk of chunks) {
    copyDoubles(chunk.getColumnVector(0), ids, start);
    copyDoubles(chunk.getColumnVector(1), lastActivity, start);
    BIGINT_COLUMNS.forEach((name, index) => {
      copyWholeNumbers(chunk.getColumnVector(index + 2), columns[name], start);
    });
    start += chunk.rowCount;
  }
  return { ids, measures: columns, counts: columns, lastActivity };
}
