import 'server-only';
import type { Filter, SortOrder } from '@/lib/billing/report-parameters';
import * as column from './columns';
import { join, type SqlValue, type Statement, sql } from './sql';

/**
 * The few things that MySQL and the columnar replica say differently; everything else of the report's SQL is common
 * to both.
 */
export interface Dialect {
  /** The expression that rows are grouped by for a dimension: its name, or a code for it. */
  readonly columns: Readonly<Record<Filter, Statement>>;
  /** What that expression's value is called. */
  readonly names: Readonly<Record<Filter, column.Column<string>>>;
  /** True of rows whose dimension has one of these names, by the rules of the column's collation. */
  isOneOf(filter: Filter, names: readonly string[]): Statement;
  /** An instant of our own making, `YYYY-MM-DD HH:MM:SS` in UTC. */
  instant(text: string): Statement;
  /** The calendar day of `created_at`, by clocks so many seconds ahead of UTC. */
  calendarDay(secondsAhead: Statement): Statement;
  /** The same clock's time of day and date, as text `YYYY-MM-DD HH:MM:SS`. */
  localTime(secondsAhead: Statement): Statement;
  /** Calls in the order of time, ties by id. Those without a date are before all others. */
  inTime(order: SortOrder): Statement;
  /** What `calendarDay` returns, as `YYYY-MM-DD`; `null` where there is no date. */
  readonly day: column.Column<string | null>;
}

const COLUMNS = { model: sql`model_name`, operation: sql`operation_type` } as const;

/** The part of the language that MySQL 8, MariaDB and TiDB share. */
export const MYSQL: Dialect = {
  columns: COLUMNS,
  names: { model: column.text, operation: column.text },
  isOneOf: (filter, names) => isOneOf(COLUMNS[filter], names),
  instant: (text) => sql`${text}`,
  // DATE_ADD rather than TIMESTAMPADD: TiDB's columnar nodes compute it themselves, and need not send the rows.
  calendarDay: (secondsAhead) => sql`DATE(DATE_ADD(created_at, INTERVAL ${secondsAhead} SECOND))`,
  localTime: (secondsAhead) =>
    sql`DATE_FORMAT(DATE_ADD(created_at, INTERVAL ${secondsAhead} SECOND), '%Y-%m-%d %H:%i:%s')`,
  inTime: (order) => (order === 'asc' ? sql`created_at ASC, id ASC` : sql`created_at DESC, id DESC`),
  day: column.date,
};

/** One `?` a value: a list bound as one parameter matches nothing in a prepared statement. */
export function isOneOf(expression: Statement, values: readonly SqlValue[]): Statement {
  return sql`${expression} IN (${join(
    values.map((value) => sql`${value}`),
    ', ',
  )})`;
}
