import { CircleAlert } from 'lucide-react';
import { formatClock } from '@/lib/billing/format';
import type { NetBillingJson } from '@/lib/billing/report-json';
import button from '../ui/button.module.css';
import styles from './report-problem.module.css';
import { explain, type RequestFailure } from './report-request';

interface Props {
  readonly failure: RequestFailure;
  /** The figures that stay on the page. */
  readonly shown: NetBillingJson | null;
  /** True where those answer an earlier question than the address now asks. */
  readonly outdated: boolean;
  readonly onRetry: () => void;
  readonly onClear: () => void;
}

/** What went wrong, whether the figures below still hold, and the way out. */
export function ReportProblem({ failure, shown, outdated, onRetry, onClear }: Props) {
  const { title, advice } = explain(failure);
  return (
    <div className={styles.problem} role="alert">
      <CircleAlert className={styles.icon} aria-hidden="true" />
      <div className={styles.words}>
        <p className={styles.title}>{title}</p>
        <p>{advice}</p>
        {shown && <p>{whatIsShown(shown, outdated)}</p>}
      </div>
      {failure.kind === 'refused' ? (
        <button type="button" className={button.secondary} onClick={onClear}>
          Clear all
        </button>
      ) : (
        <button type="button" className={button.secondary} onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

function whatIsShown({ generated_at, period }: NetBillingJson, outdated: boolean): string {
  const time = formatClock(generated_at, period.time_zone);
  return outdated
    ? `The figures shown are from ${time}, for what was chosen before.`
    : `The figures shown are from ${time}.`;
}
