import 'server-only';
import * as column from './columns';
import type { Query } from './query';
import { join, type Statement, sql } from './sql';

/** Before every id that a number carries exactly. */
export const BEFORE_ALL_IDS = Number.MIN_SAFE_INTEGER - 1;

/** Ids after `after`, up to and with `upTo`. */
export interface IdRange {
  readonly after: number;
  readonly upTo: number;
}

/**
 * The columns of a call as whole numbers, in the words of one engine, and where they are read from. Text is its CRC-32;
 * costs are in their smallest unit; the time is in microseconds since 1970.
 */
export interface NumberedColumns {
  readonly from: Statement;
  readonly columns: Readonly<Record<NumberedColumn, Statement>>;
}

/** The columns that are copied, in the order in which a row's number takes them in. */
const NUMBERED_COLUMNS = [
  'id',
  'user_id',
  'generation_log_id',
  'model_name',
  'operation_type',
  'input_tokens',
  'output_tokens',
  'input_images',
  'output_images',
  'cost_usd',
  'cost_inr',
  'created_at',
] as const;
export type NumberedColumn = (typeof NUMBERED_COLUMNS)[number];

const signed = (expression: Statement): Statement => sql`CAST(${expression} AS SIGNED)`;

/** In the words that MySQL 8, MariaDB and TiDB share. */
export const MYSQL_NUMBERED: NumberedColumns = {
  from: sql`api_usage_logs`,
  columns: {
    id: signed(sql`id`),
    user_id: signed(sql`user_id`),
    generation_log_id: signed(sql`generation_log_id`),
    model_name: signed(sql`CRC32(CONVERT(COALESCE(model_name, '') USING utf8mb4))`),
    operation_type: signed(sql`CRC32(CONVERT(COALESCE(operation_type, '') USING utf8mb4))`),
    input_tokens: signed(sql`input_tokens`),
    output_tokens: signed(sql`output_tokens`),
    input_images: signed(sql`input_images`),
    output_images: signed(sql`output_images`),
    cost_usd: signed(sql`cost_usd * 1000000`),
    cost_inr: signed(sql`cost_inr * 100`),
    created_at: sql`TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', created_at)`,
  },
};

/**
 * A prime below 2^31, and a factor below it: no product of the two passes 63 bits. Not the largest one, which is the
 * largest INT as well: it would count as 0.
 */
const PRIME = 2_147_483_587;
const FACTOR = 1_812_433_253;
/** In place of NULL: no column's own value. */
const NO_VALUE = -4_000_000_000_000_000;

const whole = (n: number): Statement => ({ sql: String(n), values: [] });

/** All columns of a row as one number: each is worked in after the ones before. */
const rowNumber = NUMBERED_COLUMNS.reduce<Statement>(
  (before, name) =>
    sql`((${before} * ${whole(FACTOR)} + COALESCE(${columnOf(name)}, ${whole(NO_VALUE)})) % ${whole(PRIME)})`,
  whole(1),
);

/**
 * A number above 0 that belongs to an id and follows no pattern from one id to the next: by it a row's number is weighed,
 * so that values which change places, and changes that cancel out in the sums, change the sum of the weighed ones.
 */
const scattered = sql`((id % 2147483579) * 1597334677 % 2147483579 + 1)`;
const weight = sql`(1 + ${scattered} * ${scattered} % 2147483629)`;

function columnOf(name: NumberedColumn): Statement {
  return { sql: name, values: [] };
}

const SUMS = join(
  [
    sql`COUNT(*) AS calls`,
    ...NUMBERED_COLUMNS.map(
      (name) => sql`SUM(${columnOf(name)}) AS ${columnOf(`sum_${name}` as NumberedColumn)}`,
    ),
    sql`SUM(${rowNumber} * ${weight}) AS checksum`,
  ],
  ', ',
);

const sumsRow = column.rowOf(
  Object.fromEntries(
    ['calls', ...NUMBERED_COLUMNS.map((name) => `sum_${name}`), 'checksum'].map((name) => [
      name,
      column.nullable(column.decimal(0)),
    ]),
  ),
);

/**
 * What the calls of a block come to: how many they are, the sum of every column, and a checksum over all of them. Two
 * copies of the same rows give the same text, whichever engine they are in; copies that differ give another one.
 */
export function blockSums({ after, upTo }: IdRange, { from, columns }: NumberedColumns): Query<string> {
  const numbered = join(
    NUMBERED_COLUMNS.map((name) => sql`${columns[name]} AS ${columnOf(name)}`),
    ', ',
  );
  return {
    name: 'sums of a block of calls',
    statement: sql`
      SELECT ${SUMS}
      FROM (SELECT ${numbered} FROM ${from} WHERE id > ${after} AND id <= ${upTo}) numbered`,
    row: column.mapRow(sumsRow, (row) => Object.values(row).join(' ')),
  };
}
