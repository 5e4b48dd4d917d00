import 'server-only';
import type { CallCells } from '@/lib/billing/call-csv';
import type { CallStretch } from '@/lib/billing/call-days';
import { EOL } from '@/lib/billing/csv-file';
import type { ZoneOffset } from '@/lib/billing/zone-offsets';
import { type CallsScope, callsWithin } from './calls';
import * as column from './columns';
import { type Dialect, MYSQL } from './dialect';
import type { Query } from './query';
import { join, type Statement, sql } from './sql';
import { secondsAhead } from './usage';

/** Calls that follow each other in a file. */
export interface CallRun {
  readonly scope: CallsScope;
  readonly stretch: CallStretch;
  /** How far the file's clock is ahead of UTC at the time of these calls. */
  readonly offsets: readonly ZoneOffset[];
}

/** The recorded numbers at the end of a line. */
const NUMBERS = [
  sql`input_tokens`,
  sql`output_tokens`,
  sql`input_images`,
  sql`output_images`,
  sql`cost_usd`,
  sql`cost_inr`,
  sql`generation_log_id`,
];

/** CONCAT_WS leaves out what is NULL: what was not recorded is an empty cell, and no cell is ever missing. */
const cell = (expression: Statement): Statement => sql`COALESCE(CAST(${expression} AS CHAR), '')`;

/** The cells of a line, in the order of `callHeadings`, without those of text. */
export const NUMBER_CELLS = join(NUMBERS.map(cell), ', ');
export const timeCell = (offsets: readonly ZoneOffset[], dialect: Dialect): Statement =>
  sql`COALESCE(${dialect.localTime(secondsAhead(offsets, dialect))}, '')`;

/** A line for each call of a run. The numbers are put together by the server: it sends five values instead of 13. */
export function callLines({ scope, stretch, offsets }: CallRun, cells: CallCells): Query<string> {
  return {
    name: 'lines of calls',
    statement: sql`
      SELECT CONCAT_WS(',', id, ${timeCell(offsets, MYSQL)}), user_id, model_name, operation_type,
             CONCAT_WS(',', ${NUMBER_CELLS})
      FROM api_usage_logs
      ${callsWithin(scope, stretch, MYSQL)}`,
    rowsAsArray: true,
    row: {
      parse(values) {
        const [start, user, model, operation, numbers] = values as unknown[];
        const id = column.id(user);
        return `${start},${cells.user(id)},${id},${cells.model(column.text(model))},${cells.operation(column.text(operation))},${numbers}${EOL}`;
      },
    },
  };
}
