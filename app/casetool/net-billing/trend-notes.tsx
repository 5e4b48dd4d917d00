import { countOf, formatZone } from '@/lib/billing/format';
import type { TrendFigures } from '@/lib/billing/trend-figures';
import { formatBarDates, formatFigure } from '@/lib/billing/trend-format';
import styles from './trend-notes.module.css';

/** What must be known to read the chart right. */
export function TrendNotes({ figures, asChart }: { figures: TrendFigures; asChart: boolean }) {
  const { bars, undated, every, period, measure } = figures;
  const running = bars.find((bar) => bar.running);
  return (
    <div className={styles.notes}>
      {asChart && bars.length > 1 && (
        <p data-print="hide">Pick a bar, or drag over several, to see only those days.</p>
      )}
      {running && (
        <p>
          {asChart ? 'Outlined' : 'Not over yet'}: {formatBarDates(running)} so far.
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
