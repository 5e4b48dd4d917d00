import { ListChecks } from 'lucide-react';
import { guarantees, progressInWords, progressOf } from '@/lib/billing/replica-view';
import type { NetBillingJson } from '@/lib/billing/report-json';
import button from '../ui/button.module.css';
import { ProgressBar } from './progress-bar';
import styles from './replica-guarantees.module.css';
import type { ReplicaState } from './use-replica';

interface Props {
  readonly id: string;
  readonly state: ReplicaState;
  readonly report: NetBillingJson;
}

/** What is guaranteed of the figures, and a button for those who would rather see it proven now. */
export function ReplicaGuarantees({ id, state, report }: Props) {
  const { replica, recounting, outcome, recount } = state;
  if (!replica) return null;
  const progress = progressOf(replica);
  const shown = { asOf: report.engine.as_of, timeZone: report.period.time_zone };
  return (
    <section id={id} className={styles.guarantees} aria-label="How current the figures are">
      <p>The figures come from a copy of the calls, which is kept the same as the database.</p>
      <dl className={styles.list}>
        {guarantees(replica, shown).map(({ term, words }) => (
          <div key={term}>
            <dt className={styles.term}>{term}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.recount}>
        {/* Not disabled while it runs: whoever pressed it by keyboard would lose their place. */}
        <button
          type="button"
          className={button.secondary}
          aria-disabled={recounting}
          onClick={() => !recounting && recount()}
        >
          <ListChecks aria-hidden="true" />
          {recounting ? 'Recounting…' : 'Recount now'}
        </button>
        <div className={styles.outcome}>
          <p>
            {progress
              ? `Compared ${progressInWords(progress.done, progress.total)}`
              : outcome || 'Compares every call with the database at once.'}
          </p>
          <ProgressBar progress={progress} />
        </div>
      </div>
    </section>
  );
}
