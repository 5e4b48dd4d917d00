import 'server-only';
import type { RowReader } from './columns';
import * as column from './columns';
import type { Query } from './query';
import { join, type SqlValue, type Statement, sql } from './sql';

/** What the columnar replica asks the database: what there is, the rows of a range of ids, and sums to compare. */

/**
 * A row of `api_usage_logs` in the order of `SOURCE_COLUMNS`, as the driver hands it over: whole numbers, or text for
 * those that may be long; costs as decimals; the time in microseconds since 1970 UTC.
 */
export type SourceRow = readonly (string | number | null)[];

const rows: RowReader<SourceRow> = { parse: (values) => values as SourceRow };

/** A whole number of our own making. LIMIT takes no parameter on every server. */
const wholeNumber = (n: number): Statement => ({ sql: String(Math.trunc(n)), values: [] });

/**
 * The rows after an id, in the order of ids.
 * @param upTo an id, inclusive; `null`: without end
 * @param most so many rows at most
 */
export function sourceRows(after: number, upTo: number | null, most: number): Query<SourceRow> {
  return {
    name: 'calls to copy',
    rowsAsArray: true,
    statement: sql`
      SELECT id, user_id, generation_log_id, model_name, operation_type, input_tokens, output_tokens,
             input_images, output_images, cost_usd, cost_inr, ${CREATED_US}
      FROM api_usage_logs
      WHERE id > ${after} ${upTo === null ? sql`` : sql`AND id <= ${upTo}`}
      ORDER BY id
      LIMIT ${wholeNumber(most)}`,
    row: rows,
  };
}

/** NULL for NULL and for the zero date alike: both say that no date is known. */
const CREATED_US = sql`TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', created_at)`;

/** The first and the last id; `null` where there is no row. */
export function sourceEnds(): Query<{ first: number | null; last: number | null }> {
  return {
    name: 'first and last id',
    statement: sql`SELECT MIN(id) AS first_id, MAX(id) AS last_id FROM api_usage_logs`,
    row: column.mapRow(
      column.rowOf({ first_id: column.nullable(column.id), last_id: column.nullable(column.id) }),
      ({ first_id, last_id }) => ({ first: first_id, last: last_id }),
    ),
  };
}

/** Rows of the table, counted up to a number: counting ten million takes a second. */
export function sourceRowCount(most: number | null): Query<number> {
  const limit = most === null ? sql`` : sql`LIMIT ${wholeNumber(most)}`;
  return {
    name: 'number of calls',
    statement: sql`SELECT COUNT(*) AS calls FROM (SELECT id FROM api_usage_logs ${limit}) counted`,
    row: column.mapRow(column.rowOf({ calls: column.id }), ({ calls }) => calls),
  };
}

/** The id of the row so many rows after another; none where the table ends before. */
export function sourceIdAfter(after: number, rowCount: number): Query<number> {
  return {
    name: 'end of a block',
    statement: sql`
      SELECT id FROM api_usage_logs WHERE id > ${after} ORDER BY id LIMIT 1 OFFSET ${wholeNumber(rowCount - 1)}`,
    row: column.mapRow(column.rowOf({ id: column.id }), ({ id }) => id),
  };
}

/** By which rules the two text columns compare. */
export function sourceCollations(): Query<{ model: string; operation: string }> {
  return {
    name: 'collations',
    statement: sql`
      SELECT MAX(CASE WHEN COLUMN_NAME = 'model_name' THEN COLLATION_NAME END) AS model,
             MAX(CASE WHEN COLUMN_NAME = 'operation_type' THEN COLLATION_NAME END) AS operation
      FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'api_usage_logs'
        AND COLUMN_NAME IN ('model_name', 'operation_type')`,
    row: column.rowOf({ model: column.text, operation: column.text }),
  };
}

/**
 * Which of some texts a collation takes for equal to another one, from 1; 0: none, as for a text that has a letter which
 * the collation's character set lacks. The server itself compares: whether spaces, accents or invisible letters count is
 * known to nobody else.
 * @param collation as `sourceCollations` has it
 * @throws Error where it is not a name
 */
export function positionOfEqual(text: string, among: readonly string[], collation: string): Query<number> {
  if (!/^\w+$/.test(collation)) throw new Error('Not the name of a collation');
  const [charset] = collation.split('_', 1);
  const inCharset = (value: SqlValue): Statement => ({ sql: `CONVERT(? USING ${charset})`, values: [value] });
  const collated: Statement = { sql: `COLLATE ${collation}`, values: [] };
  const texts = join([sql`${inCharset(text)} ${collated}`, ...among.map(inCharset)], ', ');
  return {
    name: 'names that equal another',
    statement: sql`
      SELECT FIELD(${texts}) AS position, ${inCharset(text)} = CONVERT(${text} USING utf8mb4) AS has_letters`,
    row: column.mapRow(
      column.rowOf({ position: column.id, has_letters: column.id }),
      ({ position, has_letters }) => (has_letters === 1 ? position : 0),
    ),
  };
}

/**
 * A cheap way to see that somebody came, went or changed their address. Weighed by the id: the plain sum stays the same
 * for one in ten thousand of the pairs of users who swap theirs.
 */
export function usersFingerprint(): Query<string> {
  return {
    name: 'fingerprint of the users',
    statement: sql`
      SELECT COUNT(*) AS people, COALESCE(MAX(id), 0) AS last_id,
             COALESCE(SUM(CRC32(CONCAT_WS('|', id, email)) * (1 + id % 1000003)), 0) AS checksum
      FROM users`,
    row: column.mapRow(
      column.rowOf({ people: column.text, last_id: column.text, checksum: column.text }),
      ({ people, last_id, checksum }) => `${people} ${last_id} ${checksum}`,
    ),
  };
}
