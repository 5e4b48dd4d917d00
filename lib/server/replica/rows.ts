import 'server-only';
import type { DuckDBAppender } from '@duckdb/node-api';
import { parseDecimal } from '@/lib/billing/money';
import type { SourceRow } from '../db/source';
import type { DuckDBConnection, ReplicaFile } from './duckdb';
import type { NameCodes } from './name-codes';
import { REPLICA_COLUMNS } from './schema';

const [MODEL, OPERATION] = [3, 4];

/**
 * Appends rows to a table of the replica's columns. Names must have been learned.
 * @throws RangeError where a value can't be carried exactly, or an id is past 2^53
 */
export async function appendRows(
  { duckdb, writer }: ReplicaFile,
  table: 'api_usage_logs' | 'incoming',
  rows: readonly SourceRow[],
  codes: NameCodes,
): Promise<void> {
  const { BIGINT, INTEGER, TIMESTAMP, DECIMAL, DuckDBDataChunk, DuckDBDecimalValue, DuckDBTimestampValue } =
    duckdb;
  const toCostUsd = (value: Value) => new DuckDBDecimalValue(units(String(value), 6), 18, 6);
  const toCostInr = (value: Value) => new DuckDBDecimalValue(units(String(value), 2), 18, 2);
  const toTimestamp = (value: Value) => new DuckDBTimestampValue(toWhole(value));
  const toModel = (value: Value) => codes.codeOf('model', String(value)) as number;
  const toOperation = (value: Value) => codes.codeOf('operation', String(value)) as number;

  const makers = [
    toId,
    toWhole,
    toWhole,
    toModel,
    toOperation,
    toWhole,
    toWhole,
    toWhole,
    toWhole,
    toCostUsd,
    toCostInr,
    toTimestamp,
  ];
  const types = REPLICA_COLUMNS.map(([, type]) => {
    if (type === 'DECIMAL(18, 6)') return DECIMAL(18, 6);
    if (type === 'DECIMAL(18, 2)') return DECIMAL(18, 2);
    return { BIGINT, INTEGER, TIMESTAMP }[type];
  });

  const appender: DuckDBAppender = await createAppender(writer, table);
  try {
    for (let start = 0; start < rows.length; start += CHUNK_ROWS) {
      const chunkRows = rows.slice(start, start + CHUNK_ROWS);
      const chunk = DuckDBDataChunk.create(types, chunkRows.length);
      makers.forEach((make, column) => {
        const vector = chunk.getColumnVector(column);
        for (let row = 0; row < chunkRows.length; row++) {
          const value = chunkRows[row]?.[column] ?? (column === MODEL || column === OPERATION ? '' : null);
          vector.setItem(row, value === null ? null : make(value));
        }
        vector.flush();
      });
      appender.appendDataChunk(chunk);
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}

type Value = string | number;

/** As many as the engine's chunks hold. */
const CHUNK_ROWS = 2_048;

const createAppender = (writer: DuckDBConnection, table: string) =>
  table === 'incoming' ? writer.createAppender(table, null, 'temp') : writer.createAppender(table);

function toId(value: Value): bigint {
  if (!Number.isSafeInteger(Number(value)))
    throw new RangeError(`The id ${value} is past 2^53: such a table can't be copied`);
  return BigInt(value);
}

/** Numbers are INT and shorter; BIGINT comes as text. The engine would take the last 64 bits of what is longer. */
function toWhole(value: Value): bigint {
  const whole = BigInt(value);
  if (typeof value === 'string' && BigInt.asIntN(64, whole) !== whole)
    throw new RangeError(`The number ${value} has more than 64 bits: such a table can't be copied`);
  return whole;
}

/** A decimal in its smallest unit. Written with all of its decimals, as the database does, it is quick to read. */
function units(text: string, decimals: number): bigint {
  const point = text.length - decimals - 1;
  if (text.length <= 15 && text[point] === '.')
    return BigInt(Number(text.slice(0, point) + text.slice(point + 1)));
  const amount = parseDecimal(text, decimals);
  if (amount >= EIGHTEEN_DIGITS || -amount >= EIGHTEEN_DIGITS)
    throw new RangeError(`The amount ${text} has more than 18 digits: such a table can't be copied`);
  return amount;
}

const EIGHTEEN_DIGITS = 10n ** 18n;

/** Names in some rows, each once. */
export function namesIn(rows: readonly SourceRow[]): { model: Set<string>; operation: Set<string> } {
  const names = { model: new Set<string>(), operation: new Set<string>() };
  for (const row of rows) {
    names.model.add(String(row[MODEL] ?? ''));
    names.operation.add(String(row[OPERATION] ?? ''));
  }
  return names;
}
