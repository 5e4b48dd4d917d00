import styles from './progress-line.module.css';

/** A thin line along the lower edge of what it stands in, while something loads. */
export function ProgressLine() {
  return <div className={styles.line} data-print="hide" />;
}
