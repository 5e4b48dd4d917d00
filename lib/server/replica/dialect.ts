import 'server-only';
import type { Filter } from '@/lib/billing/report-parameters';
import type { NumberedColumns } from '../db/block-sums';
import { id } from '../db/columns';
import type { Dialect } from '../db/dialect';
import { type Statement, sql, whole } from '../db/sql';
import type { NameCodes } from './name-codes';

const COLUMNS: Record<Filter, Statement> = { model: sql`model_name`, operation: sql`operation_type` };
/** Text as part of the statement. */
export const textLiteral = (value: string): Statement => ({
  sql: `'${value.replaceAll("'", "''")}'`,
  values: [],
});

/**
 * The language of the replica. Instants and codes stand in the text: the engine skips the stretches of rows that can't
 * have them only where it knows them as it plans.
 * @param matching the codes of the names that the question's filters give
 */
export function replicaDialect(
  codes: NameCodes,
  matching: Readonly<Record<Filter, readonly number[]>>,
): Dialect {
  const nameOf = (kind: Filter) => (code: unknown) => codes.nameOf(kind, Number(code));
  return {
    columns: { model: groupOf('model', codes), operation: groupOf('operation', codes) },
    names: { model: nameOf('model'), operation: nameOf('operation') },
    isOneOf: (filter) =>
      matching[filter].length === 0
        ? sql`1 = 0`
        : sql`${COLUMNS[filter]} IN (${list(matching[filter].map(whole))})`,
    instant: (instant) => sql`CAST(${textLiteral(instant)} AS TIMESTAMP)`,
    calendarDay: (secondsAhead) =>
      sql`(epoch_us(created_at) + CAST(${secondsAhead} AS BIGINT) * 1000000 + ${MILLION_DAYS}) // 86400000000 - 1000000`,
    localTime: (secondsAhead) => sql`strftime(created_at + to_seconds(${secondsAhead}), '%Y-%m-%d %H:%M:%S')`,
    inTime: (order) =>
      order === 'asc' ? sql`created_at ASC NULLS FIRST, id ASC` : sql`created_at DESC NULLS LAST, id DESC`,
    day: (days) => (days === null || id(days) > LAST_DAY ? null : dateOf(id(days))),
  };
}

const dateOf = (days: number): string => new Date(days * 86_400_000).toISOString().slice(0, 10);

/** 31 December 9999, beyond which the database knows no day. */
const LAST_DAY = 2_932_896;

/** In microseconds. The engine's division of days before 1970 would go towards 0. */
const MILLION_DAYS = sql`86400000000000000`;

const list = (parts: readonly Statement[]): Statement => ({
  sql: parts.map((part) => part.sql).join(', '),
  values: [],
});

/** Names that the source's collation takes for equal are one group; mostly there are none. */
function groupOf(kind: Filter, codes: NameCodes): Statement {
  const others = codes.all(kind).filter(({ code, equalsCode }) => code !== equalsCode);
  if (others.length === 0) return COLUMNS[kind];
  const cases = others.map(({ code, equalsCode }) => `WHEN ${code} THEN ${equalsCode}`).join(' ');
  return { sql: `CASE ${COLUMNS[kind].sql} ${cases} ELSE ${COLUMNS[kind].sql} END`, values: [] };
}

const bigint = (expression: Statement): Statement => sql`CAST(${expression} AS BIGINT)`;

/** The replica's columns as whole numbers, to be compared with the source's (`MYSQL_NUMBERED`). */
export const REPLICA_NUMBERED: NumberedColumns = {
  from: sql`(
    SELECT calls.* REPLACE (models.checksum AS model_name, operations.checksum AS operation_type)
    FROM api_usage_logs calls
    JOIN names models ON models.kind = 'model' AND models.code = calls.model_name
    JOIN names operations ON operations.kind = 'operation' AND operations.code = calls.operation_type) named`,
  columns: {
    id: sql`id`,
    user_id: sql`user_id`,
    generation_log_id: sql`generation_log_id`,
    model_name: sql`model_name`,
    operation_type: sql`operation_type`,
    input_tokens: sql`input_tokens`,
    output_tokens: sql`output_tokens`,
    input_images: sql`input_images`,
    output_images: sql`output_images`,
    cost_usd: bigint(sql`CAST(cost_usd AS DECIMAL(38, 6)) * 1000000`),
    cost_inr: bigint(sql`CAST(cost_inr AS DECIMAL(38, 2)) * 100`),
    created_at: sql`epoch_us(created_at)`,
  },
};
