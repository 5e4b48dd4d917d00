'use client';

import { lazy, Suspense, useEffect } from 'react';
import { readCalls } from '@/lib/billing/calls-view';
import { hasPeriodBefore, readPeriod, willHavePeriodBefore } from '@/lib/billing/period-view';
import { withoutNarrowing } from '@/lib/billing/report-view';
import { CostTrend } from './cost-trend';
import { ExportMenu } from './export-menu';
import { ModelUsageTable } from './model-usage-table';
import styles from './net-billing-report.module.css';
import { PeriodPicker } from './period-picker';
import { ReportFilters } from './report-filters';
import { ReportHeader } from './report-header';
import { ReportProblem } from './report-problem';
import type { RequestFailure } from './report-request';
import { signInHref } from './sign-in-href';
import { SummaryCards } from './summary-cards';
import { useChange, useSparklines } from './use-change';
import { useReport } from './use-report';
import { UserBillingTable } from './user-billing-table';
import { WhatChanged } from './what-changed';

/** Most visitors look at no single call. */
const CallsPanel = lazy(async () => ({ default: (await import('./calls-panel')).CallsPanel }));

/** The whole report: fetches what the address asks for, and holds the page together. */
export function NetBillingReport({ sampleData }: { sampleData: boolean }) {
  const { address, view, shown, shownUsage, pending, loading, error, choose, adjust, refresh } = useReport();
  const calls = readCalls(address);
  const change = useChange(shown, shownUsage);
  const sparklines = useSparklines(shown, shownUsage);
  useSignInWhenOut(error?.failure ?? change.error?.failure);
  /** False where there is nothing to show and nothing to wait for. */
  const known = shown !== null || !error;
  const hasBefore = shown ? hasPeriodBefore(shown.period) : willHavePeriodBefore(readPeriod(address));

  return (
    <div className={styles.report}>
      <ReportHeader
        report={shown}
        sampleData={sampleData}
        loading={loading}
        onRefresh={refresh}
        picker={<PeriodPicker address={address} report={shown} onChoose={choose} />}
      >
        <ExportMenu report={shown} view={view} />
      </ReportHeader>
      <div className={styles.content}>
        {known && (
          <SummaryCards
            summary={shown?.summary ?? null}
            pending={pending.figures}
            hasBefore={hasBefore}
            before={change.before}
            trend={sparklines}
          />
        )}
        {known && <ReportFilters address={address} view={view} report={shown} onChoose={choose} />}
        {error && (
          <ReportProblem
            failure={error.failure}
            shown={shown}
            outdated={pending.list}
            onRetry={refresh}
            onClear={() => choose(() => new URLSearchParams())}
          />
        )}
        {known && (
          <CostTrend
            address={address}
            report={pending.figures ? null : shown}
            loading={loading}
            onChoose={choose}
          />
        )}
        {hasBefore && known && <WhatChanged state={change} report={shown} onChoose={choose} />}
        {known && (
          <UserBillingTable
            report={shown}
            view={view}
            pending={pending.list}
            loading={loading}
            onChoose={choose}
            onSearch={adjust}
          />
        )}
        {known && (
          <ModelUsageTable
            report={shown}
            view={view}
            pending={pending.figures}
            loading={loading}
            onClear={() => choose(withoutNarrowing)}
          />
        )}
      </div>
      {calls && shown && (
        <Suspense>
          <CallsPanel address={address} open={calls} onChoose={choose} onTurn={adjust} />
        </Suspense>
      )}
    </div>
  );
}

/** A session that has ended, or is no longer an administrator's, leads to the sign-in page and back to this view. */
function useSignInWhenOut(failure: RequestFailure | undefined): void {
  useEffect(() => {
    if (failure?.kind !== 'not-signed-in' && failure?.kind !== 'not-admin') return;
    const here = window.location.pathname + window.location.search;
    window.location.assign(signInHref(here, failure.kind === 'not-admin' ? 'not-admin' : 'ended'));
  }, [failure]);
}
