import { decimalsOf, MEASURES } from './measures';
import { parseDecimal, toNearestNumber } from './money';
import type { MeasureJson, PeriodJson } from './report-json';
import {
  type BucketLength,
  TREND_MEASURES,
  type TrendDimension,
  type TrendMeasure,
} from './report-parameters';
import type { TrendBucketJson, TrendJson } from './trend-json';

/** One measure of a trend: what its chart, its table and its file are made from. */
export interface TrendFigures {
  readonly measure: TrendMeasure;
  readonly by: TrendDimension;
  readonly every: BucketLength;
  readonly period: PeriodJson;
  /** The largest first. */
  readonly series: readonly TrendFigureSeries[];
  readonly bars: readonly TrendBar[];
  /** Calls without a date, which have no bar. */
  readonly undated: {
    readonly operations: number;
    readonly total: number;
    readonly values: readonly number[];
  } | null;
  readonly total: number;
  readonly operations: number;
}

export interface TrendFigureSeries {
  /** `null`: all others together. */
  readonly key: string | null;
  readonly label: string;
  readonly total: number;
}

/** The days of a bucket, both inclusive, and what they came to: one value for each series, in their order. */
export interface TrendBar {
  readonly from: string;
  readonly to: string;
  /** Today lies in it: it is not over. */
  readonly running: boolean;
  readonly values: readonly number[];
  readonly total: number;
}

export function trendFigures(trend: TrendJson, measure: TrendMeasure): TrendFigures {
  const of = (figures: MeasureJson): number => figures[MEASURES[TREND_MEASURES[measure].measure].json];
  const bars = trend.buckets.flatMap(({ from, to, running, values }): TrendBar[] => {
    if (from === null || to === null) return [];
    const figures = values.map(of);
    return [{ from, to, running, values: figures, total: sumExactly(figures, measure) }];
  });
  return {
    measure,
    by: trend.by,
    every: trend.every,
    period: trend.period,
    series: trend.series.map((series) => ({
      key: series.key,
      label: series.label || '(no model)',
      total: of(series),
    })),
    bars,
    undated: undatedOf(trend.buckets, measure, of),
    total: of(trend.total),
    operations: trend.total.total_operations,
  };
}

function undatedOf(
  buckets: readonly TrendBucketJson[],
  measure: TrendMeasure,
  of: (figures: MeasureJson) => number,
): TrendFigures['undated'] {
  const bucket = buckets.find(({ from }) => from === null);
  if (!bucket) return null;
  const values = bucket.values.map(of);
  const operations = sumExactly(
    bucket.values.map(({ total_operations }) => total_operations),
    'operations',
  );
  return { operations, total: sumExactly(values, measure), values };
}

/** True where there is something to draw. */
export function hasBars({ bars }: TrendFigures): boolean {
  return bars.some(({ values }) => values.some((value) => value !== 0));
}

/** Bars by index, both inclusive. */
export interface BarSpan {
  readonly first: number;
  readonly last: number;
}

/** Neighbouring bars as one. `null` where there are none. */
export function joinBars({ bars, measure }: TrendFigures, { first, last }: BarSpan): TrendBar | null {
  const joined = bars.slice(first, last + 1);
  const [start, end] = [joined[0], joined.at(-1)];
  if (!start || !end) return null;
  const values = start.values.map((_, series) =>
    sumExactly(
      joined.map((bar) => bar.values[series] ?? 0),
      measure,
    ),
  );
  return {
    from: start.from,
    to: end.to,
    running: joined.some(({ running }) => running),
    values,
    total: sumExactly(values, measure),
  };
}

/** The sum of the decimals behind the numbers (contract §2), and not of their binary neighbours. */
function sumExactly(values: readonly number[], measure: TrendMeasure): number {
  const decimals = decimalsOf(TREND_MEASURES[measure].measure);
  const sum = values.reduce((sum, value) => sum + parseDecimal(value.toFixed(decimals), decimals), 0n);
  return toNearestNumber(sum, decimals);
}
