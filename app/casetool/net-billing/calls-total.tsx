import { formatCount, formatMoneyExact } from '@/lib/billing/format';
import { MEASURE_NAMES, MEASURES, type Measure } from '@/lib/billing/measures';
import type { MeasureJson } from '@/lib/billing/report-json';
import styles from './calls-panel.module.css';
import { Skeleton } from './skeleton';

/** What all of the calls come to, with every digit: the figure that they are behind. */
export function CallsTotal({ total }: { total: MeasureJson | null }) {
  return (
    <dl className={styles.total}>
      {MEASURE_NAMES.map((measure) => (
        <div key={measure}>
          <dt>{MEASURES[measure].label}</dt>
          <dd>{total ? figure(measure, total[MEASURES[measure].json]) : <Skeleton width="short" />}</dd>
        </div>
      ))}
    </dl>
  );
}

function figure(measure: Measure, value: number): string {
  const { unit } = MEASURES[measure];
  return unit === 'count' ? formatCount(value) : formatMoneyExact(value, unit);
}
