import { formatDay, formatInstant, formatTimeAgo } from '@/lib/billing/format';
import styles from './last-activity.module.css';

interface Props {
  readonly instant: string | null;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly timeZone: string;
}

/** How long ago; the exact time is told on hover and on focus, which is why it is a button. */
export function LastActivity({ instant, now, timeZone }: Props) {
  if (instant === null) return <span className={styles.never}>No activity</span>;
  const exact = formatInstant(instant, timeZone);
  return (
    <button type="button" className={styles.button} data-tooltip={exact}>
      <time dateTime={instant} className={styles.ago}>
        {formatTimeAgo(instant, now)}
      </time>
      <span className={styles.onPaper} aria-hidden="true">
        {formatDay(instant, timeZone)}
      </span>
      <span className="visually-hidden">{exact}</span>
    </button>
  );
}
