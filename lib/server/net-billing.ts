import 'server-only';
import { type AnsweredBy, buildReport, type NetBillingReport, type UsageOfModel } from '@/lib/billing/report';
import type { ReportQuery } from '@/lib/billing/report-query';
import { UserBillings } from '@/lib/billing/user-billings';
import { listUsers, type UserList } from '@/lib/billing/user-list';
import { CurrentAnswers } from './current-answers';
import { modelPrices } from './db/pricing';
import { ask } from './db/query';
import { withEngine } from './engines';
import { RecentAnswers } from './recent-answers';
import { replicaKeeper } from './replica/keeper';
import { type ReportScope, scopeNow } from './report-scope';
import type { Admin } from './session';
import { sharedComputations } from './shared-computation';
import type { UsageEngine } from './usage-engine';

/** What an engine read for one question. */
interface ReadUsage {
  readonly users: UserBillings;
  readonly usageOfModels: readonly UsageOfModel[];
}

const shared = globalThis as typeof globalThis & {
  netBillingRecentReports?: RecentAnswers<NetBillingReport>;
  netBillingCurrentUsage?: CurrentAnswers<ReadUsage>;
};
/** Enough for a few people to page through what they see, and about 100 bytes for each user. */
shared.netBillingRecentReports ??= new RecentAnswers({
  most: 8,
  size: ({ users }) => users.length,
  mostSize: 800_000,
});
/** About 100 bytes for each user. */
shared.netBillingCurrentUsage ??= new CurrentAnswers({
  most: 64,
  size: ({ users }) => users.length,
  mostSize: 1_000_000,
});
const recent = shared.netBillingRecentReports;
const currentUsage = shared.netBillingCurrentUsage;

export interface LoadedReport {
  readonly report: NetBillingReport;
  readonly list: UserList;
}

/**
 * The one path into a report.
 * @param admin proof that whoever asks was let in; nothing is read without it
 * @param signal aborted when the one who asks has left
 * @throws DatabaseUnavailableError, DatabaseTimeoutError, ClientGoneError
 */
export async function loadReport(
  admin: Admin,
  query: ReportQuery,
  signal?: AbortSignal,
): Promise<LoadedReport> {
  const report = await findOrReadReport(admin, scopeNow(query.usage), query.asOf, signal);
  return { report, list: listUsers(report.users, query.users) };
}

/**
 * The report of a scope: one that was kept, where the question names it, or a fresh one.
 * @throws DatabaseUnavailableError, DatabaseTimeoutError, ClientGoneError
 */
export async function findOrReadReport(
  _admin: Admin,
  scope: ReportScope,
  asOf: string | null,
  signal?: AbortSignal,
): Promise<NetBillingReport> {
  const question = JSON.stringify(scope);
  const kept = asOf === null ? null : recent.find(question, asOf);
  if (kept) return kept;
  const running = sharedComputations<NetBillingReport>('report');
  const report = await running.share(question, (abandoned) => readReport(question, scope, abandoned), signal);
  recent.keep(question, report.generatedAt, report);
  return report;
}

/** Statements that do not depend on each other run side by side, on connections of their own. */
async function readReport(
  question: string,
  scope: ReportScope,
  signal: AbortSignal,
): Promise<NetBillingReport> {
  const generatedAt = new Date().toISOString();
  const [usage, pricing] = await Promise.all([
    withEngine(async (engine) => {
      const state = await engine.freshen({ signal });
      // Before the reading: what is taken over meanwhile may or may not be in it.
      const answered = answeredBy(engine, generatedAt);
      return { ...(await findOrReadUsage(engine, { question, state }, scope, signal)), engine: answered };
    }),
    ask(modelPrices(), { signal }),
  ]);
  return buildReport({ period: scope.period, pricing, generatedAt, ...usage });
}

/** MySQL answers as of the moment that it is asked. */
function answeredBy({ name, freshAt }: UsageEngine, askedAt: string): AnsweredBy {
  const asOf = freshAt === null ? askedAt : new Date(freshAt).toISOString();
  return { name, asOf, replica: replicaKeeper().status.phase.name };
}

/** What was read for an equal question, as long as the engine knows that it would read the same again. */
async function findOrReadUsage(
  engine: UsageEngine,
  { question, state }: { question: string; state: string | null },
  scope: ReportScope,
  signal: AbortSignal,
): Promise<ReadUsage> {
  const kept = currentUsage.find(question, state);
  if (kept) return kept;
  const [{ usageOfUsers, usageOfModels }, directory] = await Promise.all([
    engine.breakdowns(scope, { signal }),
    engine.directory({ signal }),
  ]);
  const usage = { users: new UserBillings(directory, usageOfUsers), usageOfModels };
  currentUsage.keep(question, state, usage);
  return usage;
}
