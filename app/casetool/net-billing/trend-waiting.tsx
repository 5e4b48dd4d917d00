import styles from './trend-waiting.module.css';

/** Heights of bars that look like a chart, in percent. */
const HEIGHTS = [36, 52, 44, 68, 60, 82, 74, 58, 90, 66, 78, 48];

/** Bars in the place of the chart that is not there yet. */
export function TrendWaiting() {
  return (
    <svg className={styles.waiting} viewBox="0 0 120 100" preserveAspectRatio="none" aria-hidden="true">
      {HEIGHTS.map((height, index) => (
        <rect key={height} x={index * 10 + 1} y={100 - height} width="8" height={height} />
      ))}
    </svg>
  );
}
