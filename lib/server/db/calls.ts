import 'server-only';
import type { CallStretch } from '@/lib/billing/call-days';
import type { Call, UsageOfCallDay } from '@/lib/billing/calls';
import type { CallsChoice } from '@/lib/billing/calls-query';
import { DECIMALS } from '@/lib/billing/money';
import type { User } from '@/lib/billing/user-billings';
import * as column from './columns';
import { type Dialect, isOneOf } from './dialect';
import type { Query } from './query';
import { join, type Statement, sql, whole } from './sql';
import { measureColumns, measures, type Question, type UsageScope, where, within } from './usage';

/** Which single calls are counted and listed. */
export interface CallsScope extends UsageScope, CallsChoice {
  /** Only calls up to this id, so that those recorded meanwhile do not move the pages. */
  readonly upToId?: number | undefined;
}

/** Usage by UTC day. It says how many calls there are, and on which days to look for each page of them. */
export function usageOfCallDays(scope: CallsScope): Question<UsageOfCallDay> {
  return {
    scope,
    in: (dialect) => ({
      name: 'calls by day',
      statement: sql`
      SELECT ${dialect.calendarDay(whole(0))} AS call_day, MAX(id) AS newest_id, ${measures}
      FROM api_usage_logs
      ${whereCalls(scope, dialect)}
      GROUP BY call_day`,
      row: column.mapRow(
        column.rowOf({ call_day: dialect.day, newest_id: column.id, ...measureColumns }),
        ({ call_day, newest_id, ...usage }): UsageOfCallDay => ({
          day: call_day,
          newestId: newest_id,
          usage,
        }),
      ),
    }),
  };
}

/**
 * The calls of a stretch, in the direction that it is read in. Their keys are found first, which an index on
 * `created_at` has all by itself; only then the rows.
 */
export function callsOf(scope: CallsScope, stretch: CallStretch): Question<Call> {
  return {
    scope,
    in: (dialect) => ({
      name: 'calls',
      statement: sql`
      SELECT id, user_id, generation_log_id, model_name, operation_type, input_tokens, output_tokens, input_images,
             output_images, cost_usd, cost_inr, created_at
      FROM ${keysOf(scope, stretch, dialect)}
      JOIN api_usage_logs ON id = call_id
      ORDER BY ${dialect.inTime(stretch.order)}`,
      row: callRow(dialect),
    }),
  };
}

function keysOf(scope: CallsScope, stretch: CallStretch, dialect: Dialect): Statement {
  return sql`(
        SELECT id AS call_id
        FROM api_usage_logs
        ${callsWithin(scope, stretch, dialect)}) page`;
}

/** The part of a statement that says which calls, and in which order. */
export function callsWithin(scope: CallsScope, stretch: CallStretch, dialect: Dialect): Statement {
  const { order, limit, offset } = stretch;
  return sql`${whereCalls(scope, dialect, within(instantsOf(stretch), dialect))}
        ORDER BY ${dialect.inTime(order)}
        LIMIT ${whole(limit)} OFFSET ${whole(offset)}`;
}

const callRow = ({ names }: Dialect) => {
  const number = column.nullable(column.id);
  return column.mapRow(
    column.rowOf({
      id: column.id,
      user_id: column.id,
      generation_log_id: number,
      model_name: names.model,
      operation_type: names.operation,
      input_tokens: number,
      output_tokens: number,
      input_images: number,
      output_images: number,
      cost_usd: column.nullable(column.decimal(DECIMALS.USD)),
      cost_inr: column.nullable(column.decimal(DECIMALS.INR)),
      created_at: column.instant,
    }),
    (row): Call => ({
      id: row.id,
      userId: row.user_id,
      generationLogId: row.generation_log_id,
      model: row.model_name,
      operation: row.operation_type,
      inputTokens: row.input_tokens,
      outputTokens: row.output_tokens,
      inputImages: row.input_images,
      outputImages: row.output_images,
      costUsd: row.cost_usd,
      costInr: row.cost_inr,
      createdAt: row.created_at,
    }),
  );
};

/** The addresses of some users; who is gone is not among them. @param ids at least one */
export function usersOfIds(ids: readonly number[]): Query<User> {
  return {
    name: 'users by id',
    statement: sql`SELECT id, email FROM users WHERE ${isOneOf(sql`id`, ids)}`,
    row: column.rowOf({ id: column.id, email: column.text }),
  };
}

function whereCalls(scope: CallsScope, dialect: Dialect, more: readonly Statement[] = []): Statement {
  const { users, unpriced, upToId } = scope;
  return where(scope, dialect, [
    ...(users.length > 0 ? [sql`user_id IN (${join(users.map(whole), ', ')})`] : []),
    ...(unpriced ? [sql`(cost_usd IS NULL OR cost_inr IS NULL)`] : []),
    ...(upToId === undefined ? [] : [sql`id <= ${whole(upToId)}`]),
    ...more,
  ]);
}

/** The instants between which the days of a stretch lie. */
export function instantsOf({ first, last }: CallStretch): { start: string | null; end: string } {
  return { start: first === null ? null : `${first}T00:00:00Z`, end: dayAfter(last ?? LAST_UNDATED) };
}

/** Nothing that has a date was recorded up to then. */
const LAST_UNDATED = '1970-01-01';

const dayAfter = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString();
