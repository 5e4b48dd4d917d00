import type { ChangeJson } from '@/lib/billing/change-json';
import { causesOf, type SomethingBefore } from '@/lib/billing/change-view';
import styles from './change-causes.module.css';
import { ChangedMoney } from './changed-money';

/** The change of the cost in USD, split into its three causes: they sum exactly to it. */
export function ChangeCauses({ causes, before }: { causes: ChangeJson; before: SomethingBefore }) {
  return (
    <dl className={styles.causes}>
      {causesOf(causes, before).map(({ label, usd, meaning }) => (
        <div key={label} className={styles.cause}>
          <dt className={styles.label}>{label}</dt>
          <dd className={styles.value}>
            <ChangedMoney amount={usd} currency="USD" />
          </dd>
          <dd className={styles.meaning}>{meaning}</dd>
        </div>
      ))}
      <div className={styles.cause} data-total="true">
        <dt className={styles.label}>Change</dt>
        <dd className={styles.value}>
          <ChangedMoney amount={before.change.cost_usd} currency="USD" />
        </dd>
        <dd className={styles.meaning}>All three together.</dd>
      </div>
    </dl>
  );
}
