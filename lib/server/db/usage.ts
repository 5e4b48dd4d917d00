import 'server-only';
import type { ChargePeriod } from '@/lib/billing/charge-period';
import { decimalsOf, MEASURE_NAMES, type Measure } from '@/lib/billing/measures';
import type { UsageOfModel } from '@/lib/billing/report';
import { FILTER_NAMES, type Filter, type TrendDimension } from '@/lib/billing/report-parameters';
import type { UsageOfDay } from '@/lib/billing/trend';
import type { UsageOfUser } from '@/lib/billing/user-usage';
import type { ZoneOffset } from '@/lib/billing/zone-offsets';
import * as column from './columns';
import { type Dialect, isOneOf } from './dialect';
import type { Query } from './query';
import { join, type Statement, sql, whole } from './sql';

/** Which rows of `api_usage_logs` are counted. */
export interface UsageScope {
  readonly period: Pick<ChargePeriod, 'start' | 'end'>;
  /** Exact names; an empty list: all. */
  readonly filters: Readonly<Record<Filter, readonly string[]>>;
}

/** How each measure is summed. NULL counts as 0, and only the NULL one, not the row. */
const MEASURE_SQL: Record<Measure, Statement> = {
  operations: sql`COUNT(*)`,
  tokens: sql`SUM(COALESCE(input_tokens, 0) + COALESCE(output_tokens, 0))`,
  images: sql`SUM(COALESCE(input_images, 0) + COALESCE(output_images, 0))`,
  costUsd: sql`COALESCE(SUM(cost_usd), 0)`,
  costInr: sql`COALESCE(SUM(cost_inr), 0)`,
  unpricedOperations: sql`COUNT(CASE WHEN cost_usd IS NULL OR cost_inr IS NULL THEN 1 END)`,
};

/** A question about usage, to be put in the words of the engine that answers it. */
export interface Question<Row> {
  readonly scope: UsageScope;
  in(dialect: Dialect): Query<Row>;
}

/**
 * Usage by user and operation type. Grouping by both, rather than by user with a CASE for each type, counts
 * types that the program does not know, and keeps the server from reading the table in the order of the index
 * on user_id, which takes three times as long as reading it through.
 */
export function usageOfUsers(scope: UsageScope): Question<UsageOfUser> {
  return {
    scope,
    in: (dialect) => ({
      name: 'usage by user and operation',
      statement: sql`
      SELECT user_id, ${dialect.columns.operation} AS operation_type, ${measures},
             MAX(created_at) AS last_activity
      FROM api_usage_logs
      ${where(scope, dialect)}
      GROUP BY user_id, ${dialect.columns.operation}`,
      row: userRow(dialect),
    }),
  };
}

/** Usage by model and operation type. */
export function usageOfModels(scope: UsageScope): Question<UsageOfModel> {
  return {
    scope,
    in: (dialect) => ({
      name: 'usage by model and operation',
      statement: sql`
      SELECT ${dialect.columns.model} AS model_name, ${dialect.columns.operation} AS operation_type, ${measures}
      FROM api_usage_logs
      ${where(scope, dialect)}
      GROUP BY ${dialect.columns.model}, ${dialect.columns.operation}`,
      row: modelRow(dialect),
    }),
  };
}

/**
 * The same in two thirds of the time, for MySQL: rows are put together by a checksum of the model's name, which is a
 * number, and only the few sums of those by the name, under its collation. Two names with one checksum (one case in four
 * thousand million) are noticed: such an answer is not to be used.
 */
export function usageOfModelsByChecksum(
  scope: UsageScope,
): Question<{ kind: UsageOfModel; checksumsCollide: boolean }> {
  return {
    scope,
    in: (dialect) => ({
      name: 'usage by model and operation',
      statement: sql`
      SELECT model_name, operation_type, ${sumsOfMeasures}, MAX(collides) AS collides
      FROM (
        SELECT MIN(model_name) AS model_name, operation_type, ${measures},
               CASE WHEN MIN(model_name) <> MAX(model_name) THEN 1 ELSE 0 END AS collides
        FROM api_usage_logs
        ${where(scope, dialect)}
        GROUP BY CRC32(model_name), operation_type
      ) kinds
      GROUP BY model_name, operation_type`,
      row: kindRow(dialect),
    }),
  };
}

/** Which series the calls of a day are added up in. */
export interface DaySeries {
  readonly by: TrendDimension;
  /** For `user` alone: the ids that have a series of their own; everybody else is in one without a key. */
  readonly users: readonly number[];
}

/**
 * Usage by calendar day of a zone and by series. The server need not know the zone: it is told by how many seconds
 * the clocks were ahead of UTC, and until when.
 * @param offsets at least one, the last of them without an end
 */
export function usageOfDays(
  scope: UsageScope,
  series: DaySeries,
  offsets: readonly ZoneOffset[],
): Question<UsageOfDay> {
  return {
    scope,
    in: (dialect) => ({
      name: `usage by day and ${series.by}`,
      statement: sql`
      SELECT ${dialect.calendarDay(secondsAhead(offsets, dialect))} AS call_day,
             ${seriesKey(series, dialect)} AS series_key, ${measures}
      FROM api_usage_logs
      ${where(scope, dialect)}
      GROUP BY call_day, series_key`,
      row: dayRow(series, dialect),
    }),
  };
}

const everything: UsageScope = { period: { start: null, end: null }, filters: { model: [], operation: [] } };

/** When the first and the last call with a date were made. Read from the two ends of the index on `created_at`. */
export function firstAndLastCall(): Question<{ first: string | null; last: string | null }> {
  return {
    scope: everything,
    in: (dialect) => ({
      name: 'first and last call',
      statement: sql`
      SELECT MIN(created_at) AS first, MAX(created_at) AS last
      FROM api_usage_logs
      WHERE created_at >= ${dialect.instant(FIRST_TIMESTAMP)}`,
      row: column.rowOf({ first: column.instant, last: column.instant }),
    }),
  };
}

function seriesKey({ by, users }: DaySeries, dialect: Dialect): Statement {
  if (by !== 'user') return dialect.columns[by];
  return users.length === 0 ? sql`NULL` : sql`CASE WHEN ${isOneOf(sql`user_id`, users)} THEN user_id END`;
}

export function secondsAhead(offsets: readonly ZoneOffset[], dialect: Dialect): Statement {
  const last = offsets.at(-1)?.seconds ?? 0;
  const earlier = offsets.flatMap(({ seconds, until }) =>
    until === null
      ? []
      : [sql`WHEN created_at < ${dialect.instant(toSqlDateTime(until))} THEN ${whole(seconds)}`],
  );
  return earlier.length === 0 ? whole(last) : sql`CASE ${join(earlier, ' ')} ELSE ${whole(last)} END`;
}

/** Every measure, under its name. */
export const measures = join(
  MEASURE_NAMES.map((measure) => ({ sql: `${MEASURE_SQL[measure].sql} AS ${measure}`, values: [] })),
  ', ',
);

/** Every measure of some groups, added up. */
const sumsOfMeasures = join(
  MEASURE_NAMES.map((measure) => ({ sql: `SUM(${measure}) AS ${measure}`, values: [] })),
  ', ',
);

export const measureColumns = Object.fromEntries(
  MEASURE_NAMES.map((measure) => [measure, column.decimal(decimalsOf(measure))]),
) as Record<Measure, column.Column<bigint>>;

const userRow = ({ names }: Dialect) =>
  column.mapRow(
    column.rowOf({
      user_id: column.id,
      operation_type: names.operation,
      last_activity: column.instant,
      ...measureColumns,
    }),
    ({ user_id, operation_type, last_activity, ...usage }): UsageOfUser => ({
      userId: user_id,
      operation: operation_type,
      lastActivity: last_activity,
      usage,
    }),
  );

const modelRow = ({ names }: Dialect) =>
  column.mapRow(
    column.rowOf({ model_name: names.model, operation_type: names.operation, ...measureColumns }),
    ({ model_name, operation_type, ...usage }): UsageOfModel => ({
      model: model_name,
      operation: operation_type,
      usage,
    }),
  );

const kindRow = (dialect: Dialect): column.RowReader<{ kind: UsageOfModel; checksumsCollide: boolean }> => {
  const kind = modelRow(dialect);
  const { parse } = column.rowOf({ collides: column.id });
  return {
    parse: (values) => ({ kind: kind.parse(values), checksumsCollide: parse(values).collides !== 0 }),
  };
};

const dayRow = ({ by }: DaySeries, { day, names }: Dialect) =>
  column.mapRow(
    column.rowOf({
      call_day: day,
      series_key: column.nullable(by === 'user' ? column.text : names[by]),
      ...measureColumns,
    }),
    ({ call_day, series_key, ...usage }): UsageOfDay => ({ day: call_day, key: series_key, usage }),
  );

/**
 * The one WHERE clause of every statement about usage.
 * @param more conditions beside those of the scope
 */
export function where(
  { period, filters }: UsageScope,
  dialect: Dialect,
  more: readonly Statement[] = [],
): Statement {
  const conditions = [
    ...within(period, dialect),
    ...FILTER_NAMES.filter((name) => filters[name].length > 0).map((name) =>
      dialect.isOneOf(name, filters[name]),
    ),
    ...more,
  ];
  return conditions.length === 0 ? sql`` : sql`WHERE ${join(conditions, ' AND ')}`;
}

/** The instants that a TIMESTAMP column can hold everywhere; later ones only MariaDB 11.5+ has. */
const FIRST_TIMESTAMP = '1970-01-01 00:00:01';
const LAST_TIMESTAMP = '2038-01-19 03:14:07';

/**
 * A call without a date (NULL, or the zero date) is before every day: in a period without a beginning, so that
 * a period and the one before it still make up the whole.
 *
 * Bounds outside of what a TIMESTAMP can hold are left out or pulled in: a server may refuse the comparison.
 */
export function within({ start, end }: UsageScope['period'], { instant }: Dialect): Statement[] {
  const first = start && maximum(toSqlDateTime(start), FIRST_TIMESTAMP);
  const after = end && toSqlDateTime(end);
  const neverEnds = after === null || after > LAST_TIMESTAMP;
  if (first && first > LAST_TIMESTAMP) return [sql`1 = 0`];
  if (after && after <= FIRST_TIMESTAMP && first) return [sql`1 = 0`];
  const upper = after && maximum(after, FIRST_TIMESTAMP);
  if (first)
    return neverEnds
      ? [sql`created_at >= ${instant(first)}`]
      : [sql`created_at >= ${instant(first)} AND created_at < ${instant(upper ?? '')}`];
  return neverEnds ? [] : [sql`(created_at < ${instant(upper ?? '')} OR created_at IS NULL)`];
}

/** ISO 8601 in UTC → a literal in the session's zone, which is UTC (`sessionSetup`). Whole seconds, as days begin. */
function toSqlDateTime(instant: string): string {
  // Years before 1 and after 9999 have a sign and six digits; a bound there is as good as none.
  if (instant.startsWith('-')) return '0001-01-01 00:00:00';
  if (instant.startsWith('+')) return '9999-12-31 23:59:59';
  return instant.slice(0, 19).replace('T', ' ');
}

const maximum = (a: string, b: string): string => (a > b ? a : b);
