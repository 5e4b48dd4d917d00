import { type NetBillingJson, toReportJson } from '@/lib/billing/report-json';
import { parseReportQuery } from '@/lib/billing/report-query';
import { loadReport } from '@/lib/server/net-billing';
import type { Admin } from '@/lib/server/session';
import type { TestDatabase } from './database';
import { environment } from './server';

/** Makes this test file's process the program's on a database, as its SELECT-only account. */
export function configure(database: TestDatabase, env: Readonly<Record<string, string>> = {}): void {
  // The test runner has a BASE_URL of its own; an empty one counts as not set.
  Object.assign(process.env, environment(database), { BASE_URL: '' }, env);
}

/** The report as the API answers it, without the way through HTTP. */
export async function askReport(query = ''): Promise<NetBillingJson> {
  const admin = {} as Admin;
  const { report, list } = await loadReport(admin, parseReportQuery(new URLSearchParams(query)));
  return toReportJson(report, list);
}
