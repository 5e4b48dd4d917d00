import type { ChargePeriod } from './charge-period';
import { type MeasureJson, type PeriodJson, toMeasureJson, toPeriodJson } from './report-json';
import type { BucketLength, TrendDimension } from './report-parameters';
import type { Trend } from './trend';

/** Usage over time, as the API answers it. The buckets, and the series, sum exactly to the total. */
export interface TrendJson {
  readonly period: PeriodJson;
  readonly by: TrendDimension;
  /** The length that the buckets have: the one asked for, or a longer one where there were too many. */
  readonly every: BucketLength;
  /** The largest first; `key: null` is all others. */
  readonly series: readonly ({ readonly key: string | null; readonly label: string } & MeasureJson)[];
  readonly buckets: readonly TrendBucketJson[];
  readonly total: MeasureJson;
  /** ISO 8601 with Z. */
  readonly generated_at: string;
}

export interface TrendBucketJson {
  /** First day, inclusive; `null`: calls without a date. */
  readonly from: string | null;
  /** Last day, inclusive. */
  readonly to: string | null;
  /** Today lies in it: it is not over. */
  readonly running: boolean;
  /** One for each series, in their order. */
  readonly values: readonly MeasureJson[];
}

export function toTrendJson(
  { every, series, buckets, total }: Trend,
  { period, by, generatedAt }: { period: ChargePeriod; by: TrendDimension; generatedAt: string },
): TrendJson {
  return {
    period: toPeriodJson(period),
    by,
    every,
    series: series.map((one) => ({ key: one.key, label: one.label, ...toMeasureJson(one.total) })),
    buckets: buckets.map(({ usage, ...bucket }) => ({ ...bucket, values: usage.map(toMeasureJson) })),
    total: toMeasureJson(total),
    generated_at: generatedAt,
  };
}
