import { type Progress, progressInWords } from '@/lib/billing/replica-view';
import styles from './progress-bar.module.css';

/** A slim bar that says in words how far it is. */
export function ProgressBar({ progress }: { progress: Progress | null }) {
  if (!progress) return null;
  const { done, total } = progress;
  return (
    <progress
      className={styles.bar}
      aria-label="Progress"
      aria-valuetext={progressInWords(done, total)}
      value={done}
      max={Math.max(1, total)}
    />
  );
}
