import { countOf, formatZone } from '@/lib/billing/format';
import type { BucketLength } from '@/lib/billing/report-parameters';
import type { TrendFigures } from '@/lib/billing/trend-figures';
import { formatBarDates, formatFigure } from '@/lib/billing/trend-format';
import styles from './trend-notes.module.css';

interface Props {
  readonly figures: TrendFigures;
  /** The length that was asked for; `null`: none. */
  readonly wanted: BucketLength | null;
  readonly asChart: boolean;
}

/** What must be known to read the chart right. */
export function TrendNotes({ figures, wanted, asChart }: Props) {
  const { bars, undated, every, period, measure } = figures;
  const running = bars.find((bar) => bar.running);
  return (
    <div className={styles.notes}>
      {asChart && bars.length > 1 && (
        <p data-print="hide">Pick a bar, or drag over several, to see only those days.</p>
      )}
      {running && (
        <p>
          {asChart && running.total !== 0 ? 'Outlined' : 'Not over yet'}: {formatBarDates(running)} so far.
        </p>
      )}
      {wanted !== null && wanted !== every && (
        <p>
          So many {wanted}s are shown by {every}.
        </p>
      )}
      {undated && (
        <p>
          {countOf(undated.operations, 'operation')} without a date{' '}
          {undated.operations === 1 ? 'has' : 'have'} no bar: {formatFigure(undated.total, measure)}.
        </p>
      )}
      <p>
        Days in {formatZone(period.time_zone)}
        {every === 'week' && ', weeks from Monday'}.
      </p>
    </div>
  );
}
