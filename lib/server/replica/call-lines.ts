import 'server-only';
import type { CallCells } from '@/lib/billing/call-csv';
import { EOL } from '@/lib/billing/csv-file';
import type { Filter } from '@/lib/billing/report-parameters';
import { deletedUser, type UserDirectory } from '@/lib/billing/user-billings';
import { type CallRun, NUMBER_CELLS, timeCell } from '../db/call-lines';
import { callsWithin } from '../db/calls';
import type { Dialect } from '../db/dialect';
import { join, type Statement, sql } from '../db/sql';
import { textLiteral } from './dialect';
import type { DuckDBConnection, ReplicaFile } from './duckdb';
import type { NameCodes } from './name-codes';

/** Lines that the engine puts together: an object for each of them would take longer than all that makes it. */
const BLOCK_LINES = 1_000;

/** Blocks of lines of a run, in its order, each the bytes of its lines with their ends. The connection must have the users' cells. */
export function callBlocks(
  { scope, stretch, offsets }: CallRun,
  cells: CallCells,
  names: NameCodes,
  dialect: Dialect,
): Statement {
  const order = dialect.inTime(stretch.order);
  return sql`
    SELECT encode(string_agg(line, ${textLiteral(EOL)} ORDER BY position) || ${textLiteral(EOL)}) AS lines
    FROM (
      SELECT row_number() OVER (ORDER BY ${order}) AS position,
             CONCAT_WS(',', id, ${timeCell(offsets, dialect)}, COALESCE(cell, ${GONE}), user_id,
                       ${nameCell('model', names, (name) => cells.model(name))},
                       ${nameCell('operation', names, (name) => cells.operation(name))}, ${NUMBER_CELLS}) AS line
      FROM (SELECT * FROM api_usage_logs ${callsWithin(scope, stretch, dialect)}) calls
      LEFT JOIN user_cells ON cell_of = user_id
    ) lines
    GROUP BY position // ${{ sql: String(BLOCK_LINES), values: [] }}
    ORDER BY MIN(position)`;
}

/** `(deleted user 42)`, in the words of the report. */
const GONE = join(deletedUser(0).split('0').map(textLiteral), ' || user_id || ');

/** The cell of a name, found by its code: codes are given out one after the other, from 0. */
function nameCell(kind: Filter, names: NameCodes, cellOf: (name: string) => string): Statement {
  const column = kind === 'model' ? sql`model_name` : sql`operation_type`;
  const all = names.all(kind).map(({ name }) => textLiteral(cellOf(name)));
  return all.length === 0 ? sql`''` : sql`COALESCE([${join(all, ', ')}][${column} + 1], '')`;
}

/** Of which users a connection has the cells. */
const prepared = new WeakMap<DuckDBConnection, UserDirectory>();

/** Gives a connection a table of its own with every user's cell, where it does not have it yet. */
export async function prepareUserCells(
  { duckdb }: ReplicaFile,
  connection: DuckDBConnection,
  cells: CallCells,
): Promise<void> {
  const { directory } = cells;
  if (prepared.get(connection) === directory) return;
  prepared.delete(connection);
  await connection.run('CREATE OR REPLACE TEMP TABLE user_cells (cell_of BIGINT, cell VARCHAR)');
  const appender = await connection.createAppender('user_cells', null, 'temp');
  try {
    for (let start = 0; start < directory.size; start += CHUNK_ROWS) {
      const ids = Array.from(directory.ids.subarray(start, start + CHUNK_ROWS));
      const chunk = duckdb.DuckDBDataChunk.create([duckdb.BIGINT, duckdb.VARCHAR], ids.length);
      chunk.setColumns([ids.map(BigInt), ids.map((id) => cells.user(id))]);
      appender.appendDataChunk(chunk);
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
  prepared.set(connection, directory);
}

/** As many as the engine's chunks hold. */
const CHUNK_ROWS = 2_048;
