import { useLayoutEffect, useRef } from 'react';
import type { TrendBar, TrendFigures } from '@/lib/billing/trend-figures';
import { formatBarDates, formatFigure } from '@/lib/billing/trend-format';
import { placeBeside } from './place-beside';
import { Swatch } from './trend-series';
import styles from './trend-tooltip.module.css';

interface Props {
  readonly figures: TrendFigures;
  /** One bar, or several as one. */
  readonly bar: TrendBar;
  /** Of how many bars it consists, where these are several. */
  readonly note: string | null;
  /** Where the bar is in the chart, in px. */
  readonly beside: { readonly x: number; readonly width: number };
  readonly textures: string;
}

/** The figures of a bar, for the eyes: the bar itself says the same to screen readers. */
export function TrendTooltip({ figures: { series, measure }, bar, note, beside, textures }: Props) {
  const box = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const place = box.current?.parentElement;
    if (!box.current || !place) return;
    // Through the object model: the content security policy forbids style attributes in the markup.
    box.current.style.left = `${placeBeside(beside, box.current.offsetWidth, place.clientWidth)}px`;
  });

  return (
    <div ref={box} className={styles.tooltip} aria-hidden="true">
      <p className={styles.dates}>
        {formatBarDates(bar)}
        {bar.running && <span className={styles.note}>so far</span>}
      </p>
      {note && <p className={styles.note}>{note}</p>}
      <dl className={styles.values}>
        {series.map(
          ({ key, label }, index) =>
            bar.values[index] !== 0 && (
              <div key={JSON.stringify(key)}>
                <dt>
                  <Swatch textures={textures} series={index} />
                  <bdi>{label}</bdi>
                </dt>
                <dd>{formatFigure(bar.values[index] ?? 0, measure)}</dd>
              </div>
            ),
        )}
        <div className={styles.total}>
          <dt>Total</dt>
          <dd>{formatFigure(bar.total, measure)}</dd>
        </div>
      </dl>
    </div>
  );
}
