import { SPARKLINE, type SparklinePaths } from '@/lib/billing/sparkline';
import styles from './sparkline.module.css';

/** A figure's way through the period, to see at a glance: its values are in the trend. */
export function Sparkline({ paths }: { paths: SparklinePaths | null }) {
  return (
    <svg
      className={styles.sparkline}
      viewBox={`0 0 ${SPARKLINE.width} ${SPARKLINE.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {paths && (
        <>
          <path className={styles.area} d={paths.area} />
          <path className={styles.line} d={paths.line} vectorEffect="non-scaling-stroke" />
        </>
      )}
    </svg>
  );
}
