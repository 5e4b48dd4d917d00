import { RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatClock, formatDay, formatPeriod, formatZone } from '@/lib/billing/format';
import type { NetBillingJson } from '@/lib/billing/report-json';
import button from '../ui/button.module.css';
import { ProgressLine } from './progress-line';
import styles from './report-header.module.css';

interface Props {
  readonly report: NetBillingJson | null;
  readonly sampleData: boolean;
  readonly loading: boolean;
  readonly onRefresh: () => void;
  /** More actions. */
  readonly children: ReactNode;
}

/** The band: what the report is of, how fresh it is, and what can be done with the whole of it. */
export function ReportHeader({ report, sampleData, loading, onRefresh, children }: Props) {
  return (
    <header className={styles.band}>
      <div className={styles.content}>
        <div>
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
          <p className={styles.period}>{periodInWords(report, loading)}</p>
        </div>
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
      </div>
      {loading && <ProgressLine />}
    </header>
  );
}

function periodInWords(report: NetBillingJson | null, loading: boolean): string {
  if (report) return `${formatPeriod(report.period)} · ${formatZone(report.period.time_zone)}`;
  return loading ? 'Reading the figures…' : 'No figures';
}

/** On paper the day is needed too: nobody knows when it was printed. */
function Updated({ report: { generated_at, period } }: { report: NetBillingJson }) {
  return (
    <>
      Updated <span className={styles.day}>{formatDay(generated_at, period.time_zone)}, </span>
      <time dateTime={generated_at}>{formatClock(generated_at, period.time_zone)}</time>
    </>
  );
}
