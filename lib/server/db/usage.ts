import 'server-only';
import type { ChargePeriod } from '@/lib/billing/charge-period';
import { decimalsOf, MEASURE_NAMES, type Measure } from '@/lib/billing/measures';
import type { UsageOfModel, UsageOfUser } from '@/lib/billing/report';
import { FILTER_NAMES, type Filter, type TrendDimension } from '@/lib/billing/report-parameters';
import type { UsageOfDay } from '@/lib/billing/trend';
import type { ZoneOffset } from '@/lib/billing/zone-offsets';
import * as column from './columns';
import type { Query } from './query';
import { join, type SqlValue, type Statement, sql } from './sql';

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

const FILTER_SQL: Record<Filter, Statement> = {
  model: sql`model_name`,
  operation: sql`operation_type`,
};

/**
 * Usage by user and operation type. Grouping by both, rather than by user with a CASE for each type, counts
 * types that the program does not know, and keeps the server from reading the table in the order of the index
 * on user_id, which takes three times as long as reading it through.
 */
export function usageOfUsers(scope: UsageScope): Query<UsageOfUser> {
  return {
    name: 'usage by user and operation',
    statement: sql`
      SELECT user_id, operation_type, ${measures}, MAX(created_at) AS last_activity
      FROM api_usage_logs
      ${where(scope)}
      GROUP BY user_id, operation_type`,
    row: userRow,
  };
}

/** Usage by model and operation type. */
export function usageOfModels(scope: UsageScope): Query<UsageOfModel> {
  return {
    name: 'usage by model and operation',
    statement: sql`
      SELECT model_name, operation_type, ${measures}
      FROM api_usage_logs
      ${where(scope)}
      GROUP BY model_name, operation_type`,
    row: modelRow,
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
): Query<UsageOfDay> {
  return {
    name: `usage by day and ${series.by}`,
    statement: sql`
      SELECT DATE(TIMESTAMPADD(SECOND, ${secondsAhead(offsets)}, created_at)) AS call_day,
             ${SERIES_SQL[series.by](series)} AS series_key, ${measures}
      FROM api_usage_logs
      ${where(scope)}
      GROUP BY call_day, series_key`,
    row: dayRow,
  };
}

/** When the first and the last call with a date were made. Read from the two ends of the index on `created_at`. */
export function firstAndLastCall(): Query<{ first: string | null; last: string | null }> {
  return {
    name: 'first and last call',
    statement: sql`
      SELECT MIN(created_at) AS first, MAX(created_at) AS last
      FROM api_usage_logs
      WHERE created_at >= ${FIRST_TIMESTAMP}`,
    row: column.rowOf({ first: column.instant, last: column.instant }),
  };
}

const SERIES_SQL: Record<TrendDimension, (series: DaySeries) => Statement> = {
  model: () => sql`model_name`,
  operation: () => sql`operation_type`,
  user: ({ users }) =>
    users.length === 0 ? sql`NULL` : sql`CASE WHEN ${isOneOf(sql`user_id`, users)} THEN user_id END`,
};

/** Whole numbers of our own making: as text of the statement they keep it the same for every period in a zone. */
function secondsAhead(offsets: readonly ZoneOffset[]): Statement {
  const last = offsets.at(-1)?.seconds ?? 0;
  const earlier = offsets.flatMap(({ seconds, until }) =>
    until === null ? [] : [sql`WHEN created_at < ${toSqlDateTime(until)} THEN ${wholeSeconds(seconds)}`],
  );
  return earlier.length === 0
    ? wholeSeconds(last)
    : sql`CASE ${join(earlier, ' ')} ELSE ${wholeSeconds(last)} END`;
}

const wholeSeconds = (seconds: number): Statement => ({ sql: String(Math.trunc(seconds)), values: [] });

const measures = join(
  MEASURE_NAMES.map((measure) => ({ sql: `${MEASURE_SQL[measure].sql} AS ${measure}`, values: [] })),
  ', ',
);

const measureColumns = Object.fromEntries(
  MEASURE_NAMES.map((measure) => [measure, column.decimal(decimalsOf(measure))]),
) as Record<Measure, column.Column<bigint>>;

const userRow = column.mapRow(
  column.rowOf({
    user_id: column.id,
    operation_type: column.text,
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

const modelRow = column.mapRow(
  column.rowOf({ model_name: column.text, operation_type: column.text, ...measureColumns }),
  ({ model_name, operation_type, ...usage }): UsageOfModel => ({
    model: model_name,
    operation: operation_type,
    usage,
  }),
);

const dayRow = column.mapRow(
  column.rowOf({ call_day: column.date, series_key: column.nullable(column.text), ...measureColumns }),
  ({ call_day, series_key, ...usage }): UsageOfDay => ({ day: call_day, key: series_key, usage }),
);

/** The one WHERE clause of every statement about usage. */
export function where({ period, filters }: UsageScope): Statement {
  const conditions = [
    ...within(period),
    ...FILTER_NAMES.filter((name) => filters[name].length > 0).map((name) =>
      isOneOf(FILTER_SQL[name], filters[name]),
    ),
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
function within({ start, end }: UsageScope['period']): Statement[] {
  const first = start && maximum(toSqlDateTime(start), FIRST_TIMESTAMP);
  const after = end && toSqlDateTime(end);
  const neverEnds = after === null || after > LAST_TIMESTAMP;
  if (first && first > LAST_TIMESTAMP) return [sql`1 = 0`];
  if (after && after <= FIRST_TIMESTAMP && first) return [sql`1 = 0`];
  const upper = after && maximum(after, FIRST_TIMESTAMP);
  if (first)
    return neverEnds
      ? [sql`created_at >= ${first}`]
      : [sql`created_at >= ${first} AND created_at < ${upper}`];
  return neverEnds ? [] : [sql`(created_at < ${upper} OR created_at IS NULL)`];
}

/** ISO 8601 in UTC → a literal in the session's zone, which is UTC (`sessionSetup`). Whole seconds, as days begin. */
function toSqlDateTime(instant: string): string {
  // Years before 1 and after 9999 have a sign and six digits; a bound there is as good as none.
  if (instant.startsWith('-')) return '0001-01-01 00:00:00';
  if (instant.startsWith('+')) return '9999-12-31 23:59:59';
  return instant.slice(0, 19).replace('T', ' ');
}

const maximum = (a: string, b: string): string => (a > b ? a : b);

/** One `?` a value: a list bound as one parameter matches nothing in a prepared statement. */
function isOneOf(column: Statement, values: readonly SqlValue[]): Statement {
  return sql`${column} IN (${join(
    values.map((value) => sql`${value}`),
    ', ',
  )})`;
}
