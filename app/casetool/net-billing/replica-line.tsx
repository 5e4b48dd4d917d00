import { ChevronDown } from 'lucide-react';
import { useId } from 'react';
import { phaseInWords, progressOf, stateInWords } from '@/lib/billing/replica-view';
import type { NetBillingJson } from '@/lib/billing/report-json';
import { ProgressBar } from './progress-bar';
import { ReplicaGuarantees } from './replica-guarantees';
import styles from './replica-line.module.css';
import { useNow } from './use-now';
import { usePopup } from './use-popup';
import { type ReplicaState, useReplica } from './use-replica';

interface Props {
  readonly report: NetBillingJson;
  readonly onRefresh: () => void;
}

/** In one quiet line: how far the copy of the calls is, when it was last compared, or why MySQL answers. */
export function ReplicaLine({ report, onRefresh }: Props) {
  const state = useReplica(report.generated_at, onRefresh);
  const now = useNow();
  const { replica, recounting, outcome } = state;
  const words = replica && stateInWords(replica, now);
  return (
    <div className={styles.line} data-print="hide">
      {words !== null &&
        (replica?.phase.name === 'ready' ? (
          <Ready state={state} report={report} words={words} />
        ) : (
          <p className={styles.words}>{words}</p>
        ))}
      {replica && <ProgressBar progress={progressOf(replica)} />}
      {/* There from the start, so that screen readers announce what comes into it. */}
      <p className="visually-hidden" role="status">
        {recounting
          ? 'Comparing every call with the database'
          : outcome || (replica && phaseInWords(replica))}
      </p>
    </div>
  );
}

interface ReadyProps {
  readonly state: ReplicaState;
  readonly report: NetBillingJson;
  readonly words: string;
}

function Ready({ state, report, words }: ReadyProps) {
  const { open, rootProps, triggerProps } = usePopup();
  const id = useId();
  return (
    <div className={styles.popup} {...rootProps}>
      <button
        type="button"
        className={styles.trigger}
        aria-controls={open ? id : undefined}
        {...triggerProps}
      >
        {words}
        <ChevronDown className={styles.chevron} aria-hidden="true" />
      </button>
      {open && <ReplicaGuarantees id={id} state={state} report={report} />}
    </div>
  );
}
