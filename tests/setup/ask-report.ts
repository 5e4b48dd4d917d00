import { type ChangeJson, toChangeJson } from '@/lib/billing/change-json';
import { type NetBillingJson, toReportJson } from '@/lib/billing/report-json';
import { parsePeriodQuery, parseReportQuery, parseTrendQuery } from '@/lib/billing/report-query';
import { type TrendJson, toTrendJson } from '@/lib/billing/trend-json';
import { loadChange } from '@/lib/server/cost-change';
import { loadReport } from '@/lib/server/net-billing';
import type { Admin } from '@/lib/server/session';
import { loadTrend } from '@/lib/server/usage-trend';
import type { TestDatabase } from './database';
import { environment } from './server';

/** Makes this test file's process the program's on a database, as its SELECT-only account. */
export function configure(database: TestDatabase, env: Readonly<Record<string, string>> = {}): void {
  // The test runner has a BASE_URL of its own; an empty one counts as not set.
  Object.assign(process.env, environment(database), { BASE_URL: '' }, env);
}

const admin = {} as Admin;
const parameters = (query: string) => new URLSearchParams(query);

/** The report as the API answers it, without the way through HTTP. */
export async function askReport(query = ''): Promise<NetBillingJson> {
  const { report, list } = await loadReport(admin, parseReportQuery(parameters(query)));
  return toReportJson(report, list);
}

/** Usage over time as the API answers it. */
export async function askTrend(query = ''): Promise<TrendJson> {
  const question = parseTrendQuery(parameters(query));
  const { trend, scope, generatedAt } = await loadTrend(admin, question);
  return toTrendJson(trend, { period: scope.period, by: question.by, generatedAt });
}

/** What changed as the API answers it. */
export async function askChange(query = ''): Promise<ChangeJson> {
  const { now, since } = await loadChange(admin, parsePeriodQuery(parameters(query)));
  return toChangeJson(now, since);
}
