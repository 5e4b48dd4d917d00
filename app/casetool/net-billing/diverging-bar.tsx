import { directionOf, divergingBar } from '@/lib/billing/change-view';
import styles from './diverging-bar.module.css';

/** More to the right of the middle, less to the left; the figure stands beside it. */
export function DivergingBar({ change, largest }: { change: number; largest: number }) {
  const { x, width } = divergingBar(change, largest);
  return (
    // Lengths in attributes: the content security policy forbids style attributes in the markup.
    <svg className={styles.bar} aria-hidden="true">
      <line className={styles.middle} x1="50%" x2="50%" y1="0" y2="100%" />
      <rect
        className={styles.part}
        data-direction={directionOf(change)}
        x={x}
        y="4"
        width={width}
        height="8"
        rx="2"
      />
    </svg>
  );
}
