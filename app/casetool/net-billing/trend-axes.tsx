import type { BucketLength } from '@/lib/billing/report-parameters';
import type { TrendBar } from '@/lib/billing/trend-figures';
import { formatAxisDate } from '@/lib/billing/trend-format';
import styles from './trend-axes.module.css';
import type { ChartGeometry } from './trend-geometry';

interface Props {
  readonly geometry: ChartGeometry;
  readonly bars: readonly TrendBar[];
  readonly every: BucketLength;
}

/** Distances from what a text belongs to, to its baseline. In px. */
const BESIDE = 8;
const HALF_A_LINE = 4;
const FIRST_LINE = 18;
const SECOND_LINE = 33;

/** Few lines with round figures, and dates; the year where it begins. For the eyes: each bar says its own dates and figures. */
export function TrendAxes({ geometry: { plot, ticks, dates }, bars, every }: Props) {
  const bottom = plot.y + plot.height;
  return (
    <g className={styles.axes}>
      {ticks.map(({ label, y, isZero }) => (
        <g key={y}>
          <line
            className={styles.line}
            data-zero={isZero}
            x1={plot.x}
            x2={plot.x + plot.width}
            y1={y}
            y2={y}
          />
          <text x={plot.x - BESIDE} y={y + HALF_A_LINE} textAnchor="end">
            {label}
          </text>
        </g>
      ))}
      {dates.map(({ bar, x }, index) => (
        <g key={bar} textAnchor="middle">
          <text x={x} y={bottom + FIRST_LINE}>
            {formatAxisDate(bars[bar]?.from ?? '', every)}
          </text>
          {yearOf(bars, bar) !== yearOf(bars, dates[index - 1]?.bar) && (
            <text className={styles.year} x={x} y={bottom + SECOND_LINE}>
              {yearOf(bars, bar)}
            </text>
          )}
        </g>
      ))}
    </g>
  );
}

const yearOf = (bars: readonly TrendBar[], bar: number | undefined): string | undefined =>
  bar === undefined ? undefined : bars[bar]?.from.slice(0, 4);
