import type { TrendFigureSeries } from '@/lib/billing/trend-figures';
import styles from './trend-series.module.css';

/**
 * What each series is filled with: a colour and, for those who do not tell the colours apart, a texture of its own.
 * `textures` is the id that all of a chart's fills begin with.
 */

type Series = Pick<TrendFigureSeries, 'key'>;

/** The lines of each texture on a tile of 6 × 6 px; the largest series has none. */
const TILE = 6;
const TEXTURES = {
  '1': '',
  '2': 'M-1 1l2-2M0 6l6-6M5 7l2-2',
  '3': 'M1.5 1.5h0.1M4.5 4.5h0.1',
  '4': 'M-1 5l2 2M0 0l6 6M5-1l2 2',
  '5': 'M0 3h6',
  '6': 'M3 0v6',
  others: 'M0 3h6M3 0v6',
} as const satisfies Record<string, string>;

/** By rank, so that the same place always looks the same. */
function lookOf(series: Series, index: number): keyof typeof TEXTURES {
  const rank = String(index + 1);
  return series.key !== null && rank in TEXTURES ? (rank as keyof typeof TEXTURES) : 'others';
}

export const fillOf = (textures: string, series: number): string => `url(#${textures}-${series})`;

export function TrendTextures({ textures, series }: { textures: string; series: readonly Series[] }) {
  return (
    <defs>
      {series.map((each, index) => (
        <pattern
          key={JSON.stringify(each.key)}
          id={`${textures}-${index}`}
          className={styles.series}
          data-series={lookOf(each, index)}
          width={TILE}
          height={TILE}
          patternUnits="userSpaceOnUse"
        >
          <rect className={styles.ground} width={TILE} height={TILE} />
          <path className={styles.texture} d={TEXTURES[lookOf(each, index)]} />
        </pattern>
      ))}
    </defs>
  );
}

/** A small square of a series' fill, beside its name. */
export function Swatch({ textures, series }: { textures: string; series: number }) {
  return (
    <svg className={styles.swatch} aria-hidden="true">
      <rect width="100%" height="100%" fill={fillOf(textures, series)} />
    </svg>
  );
}
