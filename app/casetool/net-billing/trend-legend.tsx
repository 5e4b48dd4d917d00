import type { TrendFigures } from '@/lib/billing/trend-figures';
import { formatFigure } from '@/lib/billing/trend-format';
import styles from './trend-legend.module.css';
import { Swatch } from './trend-series';

/** What the parts of the bars are, the largest first, with what each came to. */
export function TrendLegend({ figures, textures }: { figures: TrendFigures; textures: string }) {
  const { series, measure } = figures;
  return (
    <ul className={styles.legend} aria-label="Series">
      {series.map(({ key, label, total }, index) => (
        <li key={JSON.stringify(key)}>
          <Swatch textures={textures} series={index} />
          <bdi className={styles.label} data-tooltip={label} data-tooltip-when="cut" data-cut="">
            {label}
          </bdi>
          <span className={styles.total}>{formatFigure(total, measure)}</span>
        </li>
      ))}
    </ul>
  );
}
