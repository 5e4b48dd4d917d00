import { withPeriod } from './period-view';
import {
  BUCKET_LENGTHS,
  type BucketLength,
  TREND_DIMENSIONS,
  TREND_MEASURES,
  type TrendDimension,
  type TrendMeasure,
} from './report-parameters';
import { REPORT_API, usageQuestion } from './report-view';

/**
 * How the trend is drawn, as the page's address has it. It stands beside the report's own parameters, under names of
 * its own, because it changes no figure of the report.
 */
export interface TrendView {
  readonly by: TrendDimension;
  /** `null`: as long as suits the period; the answer says which. */
  readonly every: BucketLength | null;
  readonly measure: TrendMeasure;
}

export const TREND_MEASURE_NAMES = Object.keys(TREND_MEASURES) as readonly TrendMeasure[];

const USUAL: TrendView = { by: 'model', every: null, measure: 'usd' };

/** The parameter of each choice in the page's address. */
const PARAMETERS = {
  by: 'trendBy',
  every: 'trendEvery',
  measure: 'trendMeasure',
} as const satisfies Record<keyof TrendView, string>;

/** The view that an address has; a value that there is not reads as if it were missing. */
export function readTrendView(address: URLSearchParams): TrendView {
  const chosen = <T extends string>(values: readonly T[], name: string): T | undefined =>
    values.find((value) => value === address.get(name));
  return {
    by: chosen(TREND_DIMENSIONS, PARAMETERS.by) ?? USUAL.by,
    every: chosen(BUCKET_LENGTHS, PARAMETERS.every) ?? USUAL.every,
    measure: chosen(TREND_MEASURE_NAMES, PARAMETERS.measure) ?? USUAL.measure,
  };
}

/**
 * The API's address for the trend of what an address shows.
 * @param asOf `generated_at` of the report beside it: the trend has the users of those figures, and is asked for anew
 * with every new report
 */
export function trendQuestion(address: URLSearchParams, asOf: string): string {
  const { by, every, measure } = readTrendView(address);
  const question = new URLSearchParams(usageQuestion(address));
  question.set('by', by);
  if (every !== null) question.set('every', every);
  question.set('measure', measure);
  question.set('asOf', asOf);
  return `${REPORT_API}/trend?${question}`;
}

/** Another view of the same figures. What an address without the parameter shows anyway is not written. */
export function withTrend(address: URLSearchParams, choice: Partial<TrendView>): URLSearchParams {
  const view = { ...readTrendView(address), ...choice };
  const next = new URLSearchParams(address);
  for (const name of ['by', 'every', 'measure'] as const) {
    const value = view[name];
    if (value === null || value === USUAL[name]) next.delete(PARAMETERS[name]);
    else next.set(PARAMETERS[name], value);
  }
  return next;
}

/**
 * Only the days of some bars, both inclusive. Their length is left to the period again: a month that was picked is
 * seen by its days.
 */
export function withDays(address: URLSearchParams, days: { from: string; to: string }): URLSearchParams {
  return withTrend(withPeriod(address, days), { every: null });
}
