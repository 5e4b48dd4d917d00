import 'server-only';
import {
  buildReport,
  type NetBillingReport,
  tiesOut,
  type UsageOfModel,
  type UsageOfUser,
} from '@/lib/billing/report';
import type { ReportQuery } from '@/lib/billing/report-query';
import { listUsers, type UserList } from '@/lib/billing/user-list';
import { modelPrices } from './db/pricing';
import { ask, askInOneSnapshot } from './db/query';
import { type UsageScope, usageOfModels, usageOfUsers } from './db/usage';
import { registeredUsers } from './db/users';
import { RecentReports } from './recent-reports';
import { type ReportScope, scopeNow } from './report-scope';
import type { Admin } from './session';
import { sharedComputations } from './shared-computation';

const shared = globalThis as typeof globalThis & { netBillingRecentReports?: RecentReports };
shared.netBillingRecentReports ??= new RecentReports();
const recent = shared.netBillingRecentReports;

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
  const report = await running.share(question, (abandoned) => readReport(scope, abandoned), signal);
  recent.keep(question, report);
  return report;
}

/** Statements that do not depend on each other run side by side, on connections of their own. */
async function readReport(scope: ReportScope, signal: AbortSignal): Promise<NetBillingReport> {
  const generatedAt = new Date().toISOString();
  const [usage, users, pricing] = await Promise.all([
    readUsage(scope, signal),
    ask(registeredUsers(), { signal }),
    ask(modelPrices(), { signal }),
  ]);
  return buildReport({ period: scope.period, users, pricing, generatedAt, ...usage });
}

interface UsageReadings {
  readonly usageOfUsers: readonly UsageOfUser[];
  readonly usageOfModels: readonly UsageOfModel[];
}

/**
 * Both breakdowns of the same rows. Read side by side they take as long as the slower one; a call recorded
 * between the two moments would make them differ, which their totals show. Then, and only then, both are read
 * again one after the other in one snapshot of the database.
 */
async function readUsage(scope: UsageScope, signal: AbortSignal): Promise<UsageReadings> {
  const [ofUsers, ofModels] = await Promise.all([
    ask(usageOfUsers(scope), { signal }),
    ask(usageOfModels(scope), { signal }),
  ]);
  const sideBySide = { usageOfUsers: ofUsers, usageOfModels: ofModels };
  return tiesOut(sideBySide) ? sideBySide : readUsageInOneSnapshot(scope, signal);
}

function readUsageInOneSnapshot(scope: UsageScope, signal: AbortSignal): Promise<UsageReadings> {
  return askInOneSnapshot(
    'usage in one snapshot',
    async (ask) => ({
      usageOfUsers: await ask(usageOfUsers(scope)),
      usageOfModels: await ask(usageOfModels(scope)),
    }),
    { signal },
  );
}
