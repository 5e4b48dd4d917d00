import type { Measure } from './measures';
import { MEASURES } from './measures';
import type { TrendJson } from './trend-json';

/** The box of a sparkline in units of its own; it is stretched to its place. */
export const SPARKLINE = { width: 100, height: 28 } as const;
/** Room for the line's own width at the upper and lower edge. */
const EDGE = 1.5;

/** As `d` of SVG paths: the line, and the area between it and zero. */
export interface SparklinePaths {
  readonly line: string;
  readonly area: string;
}

/** One measure over time: the sum over all series for each bucket. Calls without a date have no place in time. */
export function valuesOverTime({ buckets }: Pick<TrendJson, 'buckets'>, measure: Measure): number[] {
  const { json } = MEASURES[measure];
  return buckets
    .filter(({ from }) => from !== null)
    .map(({ values }) => values.reduce((sum, value) => sum + value[json], 0));
}

/** `null` where there is no line to draw: fewer than two values, or nothing but zeros. */
export function sparklinePaths(values: readonly number[]): SparklinePaths | null {
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  if (values.length < 2 || least === most) return null;
  const x = (index: number) => rounded((index / (values.length - 1)) * SPARKLINE.width);
  const y = (value: number) =>
    rounded(EDGE + ((most - value) / (most - least)) * (SPARKLINE.height - 2 * EDGE));
  const points = values.map((value, index) => `${x(index)} ${y(value)}`);
  const line = `M${points.join('L')}`;
  return { line, area: `${line}V${y(0)}H0Z` };
}

const rounded = (length: number): number => Math.round(length * 100) / 100;
