import path from 'node:path';
import { vi } from 'vitest';
import { type CallsJson, toCallsJson } from '@/lib/billing/calls-json';
import { parseCallsQuery } from '@/lib/billing/calls-query';
import { type ChangeJson, toChangeJson } from '@/lib/billing/change-json';
import { type NetBillingJson, toReportJson } from '@/lib/billing/report-json';
import { parsePeriodQuery, parseReportQuery, parseTrendQuery } from '@/lib/billing/report-query';
import { type TrendJson, toTrendJson } from '@/lib/billing/trend-json';
import { loadCalls } from '@/lib/server/calls';
import { loadChange } from '@/lib/server/cost-change';
import { loadCallsFile } from '@/lib/server/files';
import { loadReport } from '@/lib/server/net-billing';
import { replicaKeeper } from '@/lib/server/replica/keeper';
import type { Admin } from '@/lib/server/session';
import { loadTrend } from '@/lib/server/usage-trend';
import type { TestDatabase } from './database';
import { environment } from './server';

/** Makes this test file's process the program's on a database, as its SELECT-only account. */
export async function configure(
  database: TestDatabase,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  // The test runner has a BASE_URL of its own; an empty one counts as not set.
  Object.assign(process.env, environment(database), { BASE_URL: '' }, engineOf(database), env);
  if (ENGINE !== 'replica') return;
  replicaKeeper().start();
  await vi.waitUntil(() => replicaKeeper().engine !== null, { timeout: 20_000 });
}

/** Every test of figures runs on each engine: the runner's project says which. */
const ENGINE = process.env.TEST_ENGINE ?? 'mysql';

const engineOf = ({ folder, name }: TestDatabase): Record<string, string> => ({
  REPORT_ENGINE: ENGINE,
  REPLICA_PATH: path.join(folder, `${name}.duckdb`),
  // Every answer is as of the moment that it was asked for.
  REPLICA_MAX_AGE_MS: '0',
});

/** The answer, if the engine that is tested gave it. */
async function fromEngine<T>(answer: Promise<T>): Promise<T> {
  const answered = await answer;
  const { engine, status } = replicaKeeper();
  if (ENGINE === 'replica' && !engine) throw new Error(`MySQL answered: ${JSON.stringify(status.phase)}`);
  return answered;
}

const admin = {} as Admin;
const parameters = (query: string) => new URLSearchParams(query);

/** The report as the API answers it, without the way through HTTP. */
export async function askReport(query = ''): Promise<NetBillingJson> {
  const { report, list } = await fromEngine(loadReport(admin, parseReportQuery(parameters(query))));
  return toReportJson(report, list);
}

/** Usage over time as the API answers it. */
export async function askTrend(query = ''): Promise<TrendJson> {
  const question = parseTrendQuery(parameters(query));
  const { trend, scope, generatedAt } = await fromEngine(loadTrend(admin, question));
  return toTrendJson(trend, { period: scope.period, by: question.by, generatedAt });
}

/** What changed as the API answers it. */
export async function askChange(query = ''): Promise<ChangeJson> {
  const { now, since } = await fromEngine(loadChange(admin, parsePeriodQuery(parameters(query))));
  return toChangeJson(now, since);
}

/** A page of single calls as the API answers it. */
export async function askCalls(query = ''): Promise<CallsJson> {
  return toCallsJson(await fromEngine(loadCalls(admin, parseCallsQuery(parameters(query)))));
}

/** The file of single calls, taken whole. */
export async function askCallFile(query = ''): Promise<{ name: string; text: string }> {
  const { name, pieces } = await loadCallsFile(admin, parseCallsQuery(parameters(query)));
  let text = '';
  for await (const piece of pieces)
    text += typeof piece === 'string' ? piece : new TextDecoder().decode(piece);
  return fromEngine(Promise.resolve({ name, text }));
}
