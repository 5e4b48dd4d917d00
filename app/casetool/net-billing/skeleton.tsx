import styles from './skeleton.module.css';

/** A bar in the place of a text that is not there yet. */
export function Skeleton({ width = 'full' }: { width?: 'full' | 'short' }) {
  return <span className={styles.bar} data-width={width} aria-hidden="true" />;
}
