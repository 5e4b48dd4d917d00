import 'server-only';
import { previousPeriod } from '@/lib/billing/charge-period';
import { type CostChange, explainChange } from '@/lib/billing/cost-change';
import type { NetBillingReport } from '@/lib/billing/report';
import type { PeriodQuery } from '@/lib/billing/report-query';
import { findOrReadReport } from './net-billing';
import { scopeNow } from './report-scope';
import type { Admin } from './session';

/** A report, and what is different in it from the period before. */
export interface LoadedChange {
  readonly now: NetBillingReport;
  /** `null`: there is no period before one that is open on a side. */
  readonly since: { readonly before: NetBillingReport; readonly change: CostChange } | null;
}

/**
 * What changed since the period before (`previousPeriod`), with the same filters.
 * @param admin proof that whoever asks was let in
 * @throws DatabaseUnavailableError, DatabaseTimeoutError, ClientGoneError
 */
export async function loadChange(
  admin: Admin,
  query: PeriodQuery,
  signal?: AbortSignal,
): Promise<LoadedChange> {
  const scope = scopeNow(query.usage);
  const previous = previousPeriod(scope.period);
  const [now, before] = await Promise.all([
    findOrReadReport(admin, scope, query.asOf, signal),
    previous && findOrReadReport(admin, { ...scope, period: previous }, null, signal),
  ]);
  return { now, since: before && { before, change: explainChange(now, before) } };
}
