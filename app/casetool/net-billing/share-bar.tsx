import { shareOfTotal } from '@/lib/billing/breakdown';
import { formatShare } from '@/lib/billing/format';
import { Zero } from './figures';
import styles from './share-bar.module.css';

/** A part of a total as a bar, with its percentage in text. */
export function ShareBar({ part, total }: { part: number; total: number }) {
  const share = shareOfTotal(part, total);
  if (share === null) return <span className={styles.none}>–</span>;
  return (
    <span className={styles.share}>
      {/* A length in an attribute: the content security policy forbids style attributes in the markup. */}
      <svg className={styles.bar} aria-hidden="true">
        <rect className={styles.track} width="100%" height="100%" rx="3" />
        <rect
          className={styles.part}
          width={`${Math.min(1, Math.max(0, share)) * 100}%`}
          height="100%"
          rx="3"
        />
      </svg>
      <span className={styles.percentage}>{share === 0 ? <Zero /> : formatShare(share)}</span>
    </span>
  );
}
