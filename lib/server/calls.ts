import 'server-only';
import { stretchAt } from '@/lib/billing/call-days';
import { type Call, type CallCount, type CallList, countOfDays, inOrder } from '@/lib/billing/calls';
import type { CallsQuery } from '@/lib/billing/calls-query';
import { deletedUser } from '@/lib/billing/user-billings';
import { type CallsScope, callsOf, usageOfCallDays, usersOfIds } from './db/calls';
import { ask } from './db/query';
import { withEngine } from './engines';
import { RecentAnswers } from './recent-answers';
import { type ReportScope, scopeNow } from './report-scope';
import type { Admin } from './session';
import { sharedComputations } from './shared-computation';

const shared = globalThis as typeof globalThis & { netBillingRecentCounts?: RecentAnswers<CallCount> };
/** A few hundred bytes for each day. */
shared.netBillingRecentCounts ??= new RecentAnswers({
  most: 64,
  size: ({ days }) => days.length,
  mostSize: 20_000,
});
const recent = shared.netBillingRecentCounts;

/** The calls that a question is about, with its period's dates. */
export type CallsReportScope = ReportScope & CallsScope;

/** Calls that were counted: the scope holds these and no later ones. */
export interface CountedCalls {
  readonly scope: CallsReportScope;
  readonly count: CallCount;
}

/**
 * A page of the single calls behind a figure, and what all of them come to.
 * @param admin proof that whoever asks was let in
 * @throws DatabaseUnavailableError, DatabaseTimeoutError, ClientGoneError
 */
export async function loadCalls(admin: Admin, query: CallsQuery, signal?: AbortSignal): Promise<CallList> {
  const { scope, count } = await countCalls(admin, query, signal);
  const { number, size } = query.page;
  const rows = Number(count.total.operations);
  const calls = await readPage(scope, count, query, signal);
  return {
    calls,
    total: count.total,
    period: scope.period,
    page: { number, size, rows, pages: Math.max(1, Math.ceil(rows / size)) },
    generatedAt: count.generatedAt,
  };
}

/**
 * Counts the calls that a question is about, or finds the count that it names.
 * @throws DatabaseUnavailableError, DatabaseTimeoutError, ClientGoneError
 */
export async function countCalls(
  _admin: Admin,
  { usage, users, unpriced, asOf }: CallsQuery,
  signal?: AbortSignal,
): Promise<CountedCalls> {
  const scope = { ...scopeNow(usage), users, unpriced };
  const question = JSON.stringify(scope);
  const kept = asOf === null ? null : recent.find(question, asOf);
  const count = kept ?? (await freshCount(scope, question, signal));
  return { scope: { ...scope, upToId: count.newestId }, count };
}

async function freshCount(
  scope: CallsReportScope,
  question: string,
  signal: AbortSignal | undefined,
): Promise<CallCount> {
  const running = sharedComputations<CallCount>('calls by day');
  const count = await running.share(question, (gone) => readCount(scope, question, gone), signal);
  recent.keep(question, count.generatedAt, count);
  return count;
}

async function readCount(scope: CallsReportScope, question: string, signal: AbortSignal): Promise<CallCount> {
  const generatedAt = new Date().toISOString();
  return withEngine(async (engine) => {
    const state = await engine.freshen({ signal });
    const same = state === null ? null : recent.find(question, state);
    if (same) return { ...same, generatedAt };
    const count = countOfDays(await engine.ask(usageOfCallDays(scope), { signal }), generatedAt);
    if (state !== null) recent.keep(question, state, count);
    return count;
  });
}

async function readPage(
  scope: CallsReportScope,
  { days }: CallCount,
  { order, page }: CallsQuery,
  signal: AbortSignal | undefined,
): Promise<CallList['calls']> {
  const stretch = stretchAt(days, { order, offset: (page.number - 1) * page.size, limit: page.size });
  if (!stretch) return [];
  const calls = await withEngine((engine) => engine.ask(callsOf(scope, stretch), { signal }));
  return withEmails(inOrder(calls, stretch, order), signal);
}

async function withEmails(
  calls: readonly Call[],
  signal: AbortSignal | undefined,
): Promise<CallList['calls']> {
  const ids = [...new Set(calls.map(({ userId }) => userId))];
  const users = ids.length === 0 ? [] : await ask(usersOfIds(ids), { signal });
  const emails = new Map(users.map(({ id, email }) => [id, email]));
  return calls.map((call) => ({ ...call, email: emails.get(call.userId) ?? deletedUser(call.userId) }));
}
