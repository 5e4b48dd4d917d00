import 'server-only';
import { operationLabel } from '@/lib/billing/operation-type';
import type { NetBillingReport } from '@/lib/billing/report';
import type { TrendQuery } from '@/lib/billing/report-query';
import { buildTrend, MOST_SERIES, type Trend, type UsageOfDay } from '@/lib/billing/trend';
import { deletedUser, largest } from '@/lib/billing/user-billings';
import { type ZoneOffset, zoneOffsets } from '@/lib/billing/zone-offsets';
import { CurrentAnswers } from './current-answers';
import { type DaySeries, firstAndLastCall, usageOfDays } from './db/usage';
import { withEngine } from './engines';
import { findOrReadReport } from './net-billing';
import { type ReportScope, scopeNow, today } from './report-scope';
import type { Admin } from './session';
import { sharedComputations } from './shared-computation';
import type { UsageEngine } from './usage-engine';

const shared = globalThis as typeof globalThis & {
  netBillingCurrentDays?: CurrentAnswers<readonly UsageOfDay[]>;
};
/** About 300 bytes for each row. */
shared.netBillingCurrentDays ??= new CurrentAnswers({
  most: 64,
  size: ({ length }) => length,
  mostSize: 100_000,
});
const currentDays = shared.netBillingCurrentDays;

export interface LoadedTrend {
  readonly scope: ReportScope;
  readonly trend: Trend;
  /** When the figures were read, ISO 8601 in UTC. */
  readonly generatedAt: string;
}

/**
 * Usage over time, by the days of the reporting zone.
 * @param admin proof that whoever asks was let in
 * @throws DatabaseUnavailableError, DatabaseTimeoutError, ClientGoneError
 */
export async function loadTrend(admin: Admin, query: TrendQuery, signal?: AbortSignal): Promise<LoadedTrend> {
  const scope = scopeNow(query.usage);
  const { by, every, measure } = query;
  const report = by === 'user' ? await findOrReadReport(admin, scope, query.asOf, signal) : null;
  const series: DaySeries = { by, users: report ? largestUsers(report, query) : [] };

  // Built once for all who ask the same: it takes as long as reading the rows from a replica.
  const question = JSON.stringify({ scope, series, every, measure });
  const running = sharedComputations<Omit<LoadedTrend, 'scope'>>('usage by day');
  const { trend, generatedAt } = await running.share(
    question,
    async (gone) => {
      const { rows, generatedAt } = await readDays(scope, series, gone);
      const labelOf = LABELS[by](report);
      const dates = scope.period;
      return { trend: buildTrend({ dates, today: today(), every, measure, rows, labelOf }), generatedAt };
    },
    signal,
  );
  return { scope, trend, generatedAt };
}

/** The ids of those with a series of their own; among the calls of everybody there may be as many days as users. */
function largestUsers({ users }: NetBillingReport, { measure }: TrendQuery): number[] {
  return largest(users, measure, MOST_SERIES).flatMap((position) => users.idAt(position) ?? []);
}

const LABELS: Record<TrendQuery['by'], (report: NetBillingReport | null) => (key: string) => string> = {
  model: () => (key) => key,
  operation: () => operationLabel,
  user: (report) => {
    return (key) => report?.users.emailOf(Number(key)) ?? deletedUser(Number(key));
  },
};

interface DayReadings {
  readonly rows: readonly UsageOfDay[];
  readonly generatedAt: string;
}

async function readDays(scope: ReportScope, series: DaySeries, signal: AbortSignal): Promise<DayReadings> {
  const generatedAt = new Date().toISOString();
  const rows = await withEngine(async (engine) => {
    const state = await engine.freshen({ signal });
    const question = JSON.stringify({ scope, series });
    const kept = currentDays.find(question, state);
    if (kept) return kept;
    const offsets = await offsetsWithin(engine, scope, signal);
    const read = await engine.ask(usageOfDays(scope, series, offsets), { signal });
    currentDays.keep(question, state, read);
    return read;
  });
  return { rows, generatedAt };
}

/** The offsets of the zone while calls were made: without them, a statement on all time would list those since 1970. */
async function offsetsWithin(
  engine: UsageEngine,
  { period }: ReportScope,
  signal: AbortSignal,
): Promise<ZoneOffset[]> {
  const { start, end, timeZone } = period;
  const all = zoneOffsets(timeZone, start ?? '1970-01-01T00:00:00Z', end ?? new Date().toISOString());
  // Most zones have had one offset all the while: there is nothing to look up.
  if (all.length === 1) return all;
  const [calls] = start && end ? [] : await engine.ask(firstAndLastCall(), { signal });
  const now = new Date().toISOString();
  const first = start ?? calls?.first ?? now;
  const last = end ?? calls?.last ?? now;
  return zoneOffsets(timeZone, first, first > last ? first : last);
}
