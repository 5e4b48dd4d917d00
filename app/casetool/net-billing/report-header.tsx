import { RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatClock, formatDay, formatZone } from '@/lib/billing/format';
import { periodInFull } from '@/lib/billing/period-words';
import type { NetBillingJson } from '@/lib/billing/report-json';
import button from '../ui/button.module.css';
import { Freshness } from './freshness';
import { ProgressLine } from './progress-line';
import styles from './report-header.module.css';

interface Props {
  readonly report: NetBillingJson | null;
  readonly sampleData: boolean;
  readonly loading: boolean;
  readonly onRefresh: () => void;
  /** Chooses the period. */
  readonly picker: ReactNode;
  /** More actions. */
  readonly children: ReactNode;
}

/** The band: what the report is of, how fresh it is, and what can be done with the whole of it. */
export function ReportHeader({ report, sampleData, loading, onRefresh, picker, children }: Props) {
  return (
    <header className={styles.band}>
      <div className={styles.content}>
        <h1 className={styles.title}>
          Net Billing Report
          {sampleData && (
            <span
              className={styles.sample}
              data-tooltip="These are not your figures: the database was filled from a public request trace."
            >
              Sample data
            </span>
          )}
        </h1>
        <div className={styles.actions}>
          <p className={styles.updated} role="status">
            {report && <Updated report={report} />}
          </p>
          <button type="button" className={button.onBand} onClick={onRefresh} data-print="hide">
            <RefreshCw aria-hidden="true" data-spinning={loading} className={styles.refreshIcon} />
            Refresh
          </button>
          {children}
        </div>
        <div className={styles.period}>
          {picker}
          <p>{report ? <Period report={report} /> : loading ? 'Reading the figures…' : 'No figures'}</p>
          <Freshness report={report} onRefresh={onRefresh} />
        </div>
      </div>
      {loading && <ProgressLine />}
    </header>
  );
}

/** Exact dates and the zone. On paper the name too: on the screen the picker beside it says that. */
function Period({ report: { period, generated_at } }: { report: NetBillingJson }) {
  const { name, dates } = periodInFull(period, generated_at);
  return (
    <>
      {name && <span className={styles.onPaper}>{name} · </span>}
      {dates} · {formatZone(period.time_zone)}
    </>
  );
}

/** On paper the day is needed too: nobody knows when it was printed. */
function Updated({ report: { generated_at, period } }: { report: NetBillingJson }) {
  return (
    <>
      Updated <span className={styles.onPaper}>{formatDay(generated_at, period.time_zone)}, </span>
      <time dateTime={generated_at}>{formatClock(generated_at, period.time_zone)}</time>
    </>
  );
}
