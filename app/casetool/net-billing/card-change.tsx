import { ArrowDown, ArrowUp, Equal, type LucideIcon } from 'lucide-react';
import { type Direction, figureChange } from '@/lib/billing/change-view';
import styles from './card-change.module.css';

interface Props {
  readonly now: number;
  readonly before: number;
  /** When that was: `1–22 Oct 2026`. */
  readonly dates: string;
  readonly format: (figure: number) => string;
  /** More of a cost is bad news; more of anything else is neither. */
  readonly isCost: boolean;
}

const ARROWS: Readonly<Record<Direction, LucideIcon>> = { up: ArrowUp, down: ArrowDown, same: Equal };

/** How a figure moved since the period before: a shape, words, and what it was. */
export function CardChange({ now, before, dates, format, isCost }: Props) {
  const { direction, words } = figureChange(now, before);
  const Arrow = ARROWS[direction];
  return (
    <span
      className={styles.change}
      data-direction={direction}
      data-cost={isCost}
      data-tooltip={`${dates}: ${format(before)}`}
    >
      <Arrow className={styles.arrow} aria-hidden="true" />
      <span className={styles.words}>{words}</span>
      {direction !== 'same' && before !== 0 && (
        <span className={styles.from} aria-hidden="true">
          from {format(before)}
        </span>
      )}
      <span className="visually-hidden">
        {' '}
        against {dates}: {format(before)}
      </span>
    </span>
  );
}
