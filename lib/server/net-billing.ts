import 'server-only';
import {
  type ChargePeriod,
  calendarDate,
  chargePeriod,
  type PeriodChoice,
} from '@/lib/billing/charge-period';
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
import { env } from './env';
import { RecentReports } from './recent-reports';
import type { Admin } from './session';
import { SharedComputations } from './shared-computation';

const shared = globalThis as typeof globalThis & {
  netBillingReports?: { running: SharedComputations<NetBillingReport>; recent: RecentReports };
};
shared.netBillingReports ??= { running: new SharedComputations(), recent: new RecentReports() };
const { running, recent } = shared.netBillingReports;

export interface LoadedReport {
  readonly report: NetBillingReport;
  readonly list: UserList;
}

/**
 * The one path into a report.
 * @param _admin proof that whoever asks was let in; nothing is read without it
 * @param signal aborted when the one who asks has left
 * @throws DatabaseUnavailableError, DatabaseTimeoutError, ClientGoneError
 */
export async function loadReport(
  _admin: Admin,
  query: ReportQuery,
  signal?: AbortSignal,
): Promise<LoadedReport> {
  const report = await findOrReadReport(query, signal);
  return { report, list: listUsers(report.users, query.users) };
}

async function findOrReadReport(
  { usage, asOf }: ReportQuery,
  signal?: AbortSignal,
): Promise<NetBillingReport> {
  const scope = { period: periodNow(usage.period), filters: usage.filters };
  const question = JSON.stringify(scope);
  const kept = asOf === null ? null : recent.find(question, asOf);
  if (kept) return kept;
  const report = await running.share(question, (abandoned) => readReport(scope, abandoned), signal);
  recent.keep(question, report);
  return report;
}

function periodNow(choice: PeriodChoice): ChargePeriod {
  const { reportTimeZone: timeZone, fiscalYearStartMonth } = env();
  const today = calendarDate(new Date().toISOString(), timeZone);
  return chargePeriod(choice, today, { timeZone, fiscalYearStartMonth });
}

/** Which calls a report is about. */
interface ReportScope extends UsageScope {
  readonly period: ChargePeriod;
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
