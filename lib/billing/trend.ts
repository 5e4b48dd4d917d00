import { Temporal } from 'temporal-polyfill';
import type { DateRange } from './charge-period';
import { addUsage, type Measure, NO_USAGE, sumUsage, type Usage } from './measures';
import type { BucketLength } from './report-parameters';

/** What one series came to on one day of the reporting zone; `null`: calls without a date. */
export interface UsageOfDay {
  readonly day: string | null;
  /** A model, an operation type, or a user's id; `null`: of those that have no series of their own. */
  readonly key: string | null;
  readonly usage: Usage;
}

export interface TrendSeries {
  /** `null`: all those that are not drawn on their own. */
  readonly key: string | null;
  readonly label: string;
  readonly total: Usage;
}

export interface TrendBucket {
  /** First day, inclusive; `null`: the bucket of calls without a date. */
  readonly from: string | null;
  /** Last day, inclusive. */
  readonly to: string | null;
  /** Today lies in it: it is not over. */
  readonly running: boolean;
  /** One for each series, in their order. */
  readonly usage: readonly Usage[];
}

/** Usage over time. The buckets, and the series, sum exactly to the total. */
export interface Trend {
  readonly every: BucketLength;
  readonly series: readonly TrendSeries[];
  readonly buckets: readonly TrendBucket[];
  readonly total: Usage;
}

export interface TrendInput {
  readonly dates: DateRange;
  /** The calendar date in the reporting zone. */
  readonly today: string;
  /** `null`: as long as suits the period. */
  readonly every: BucketLength | null;
  /** By which the series are ranked. */
  readonly measure: Measure;
  readonly rows: readonly UsageOfDay[];
  readonly labelOf: (key: string) => string;
}

/** Series drawn on their own; the rest is "others". */
export const MOST_SERIES = 6;
/** More buckets than this nobody can tell apart: about three years of days. */
export const MOST_BUCKETS = 1_100;

/**
 * Rows → trend. Days without calls are zero, not missing. Where that made more than `MOST_BUCKETS` of them, the days
 * before the first call and after the last are left out, and then the buckets are made longer: the answer says which
 * length it has.
 */
export function buildTrend(input: TrendInput): Trend {
  const series = rankSeries(input);
  const span = spanOf(input);
  const every = span ? fittingLength(span, input.every ?? suitableLength(span)) : (input.every ?? 'day');
  const buckets = span ? bucketsOf(span, every) : [];
  return {
    every,
    series,
    buckets: fillBuckets(buckets, every, series, input),
    total: sumUsage(input.rows.map(({ usage }) => usage)),
  };
}

/** The largest by the measure, ties by key, and "others" where there are any. */
function rankSeries({ rows, measure, labelOf }: TrendInput): TrendSeries[] {
  const totals = new Map<string, Usage>();
  const unnamed: Usage[] = [];
  for (const { key, usage } of rows) {
    if (key === null) unnamed.push(usage);
    else totals.set(key, addUsage(totals.get(key) ?? NO_USAGE, usage));
  }
  const ranked = [...totals].sort(
    ([keyA, a], [keyB, b]) => compare(b[measure], a[measure]) || compare(keyA, keyB),
  );
  const named = ranked
    .slice(0, MOST_SERIES)
    .map(([key, total]): TrendSeries => ({ key, label: labelOf(key), total }));
  const rest = [...ranked.slice(MOST_SERIES).map(([, total]) => total), ...unnamed];
  return rest.length === 0 ? named : [...named, { key: null, label: 'All others', total: sumUsage(rest) }];
}

const compare = <T extends bigint | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

interface Span {
  readonly first: Temporal.PlainDate;
  readonly last: Temporal.PlainDate;
}

/** The days to draw; `null` where no call has a date and the period has no bounds. */
function spanOf({ dates, today, rows }: TrendInput): Span | null {
  const days = rows.flatMap(({ day }) => (day === null ? [] : [day])).sort();
  const called = { from: days[0] ?? null, to: days.at(-1) ?? null };
  const from = dates.from ?? called.from ?? dates.to;
  const to =
    dates.to ??
    (called.to !== null && called.to > today ? called.to : from !== null && from > today ? from : today);
  if (from === null) return null;
  const span = { first: Temporal.PlainDate.from(from), last: Temporal.PlainDate.from(to) };
  if (bucketCount(span, 'day') <= MOST_BUCKETS || called.from === null || called.to === null) return span;
  return { first: Temporal.PlainDate.from(called.from), last: Temporal.PlainDate.from(called.to) };
}

const DAYS: Record<BucketLength, number> = { day: 1, week: 7, month: 30 };

const bucketCount = ({ first, last }: Span, every: BucketLength): number =>
  Math.ceil((first.until(last).days + 1) / DAYS[every]);

/** About three months of days, a year and a half of weeks: as many bars as a page has room for. */
function suitableLength(span: Span): BucketLength {
  const days = bucketCount(span, 'day');
  if (days <= 92) return 'day';
  return days <= 550 ? 'week' : 'month';
}

function fittingLength(span: Span, wanted: BucketLength): BucketLength {
  const longer: readonly BucketLength[] = {
    day: ['day', 'week', 'month'],
    week: ['week', 'month'],
    month: ['month'],
  }[wanted] as readonly BucketLength[];
  return longer.find((every) => bucketCount(span, every) <= MOST_BUCKETS) ?? 'month';
}

/** The first day of the bucket that a day lies in, before it is cut to the span. */
function startOfBucket(day: Temporal.PlainDate, every: BucketLength): Temporal.PlainDate {
  if (every === 'month') return day.with({ day: 1 });
  return every === 'week' ? day.subtract({ days: day.dayOfWeek - 1 }) : day;
}

function bucketsOf({ first, last }: Span, every: BucketLength): Span[] {
  const buckets: Span[] = [];
  const step = every === 'month' ? { months: 1 } : { days: DAYS[every] };
  if (every === 'day') return daysOf({ first, last });
  let start = startOfBucket(first, every);
  // A span without end would be a loop without end: what is left out has no calls.
  for (let n = 0; n < MOST_BUCKETS && Temporal.PlainDate.compare(start, last) <= 0; n++) {
    const next = start.add(step);
    buckets.push({ first: later(start, first), last: earlier(next.subtract({ days: 1 }), last) });
    start = next;
  }
  return buckets;
}

function daysOf({ first, last }: Span): Span[] {
  const days = Math.min(MOST_BUCKETS, bucketCount({ first, last }, 'day'));
  return Array.from({ length: days }, (_, index) => {
    const day = first.add({ days: index });
    return { first: day, last: day };
  });
}

const later = (a: Temporal.PlainDate, b: Temporal.PlainDate) =>
  Temporal.PlainDate.compare(a, b) >= 0 ? a : b;
const earlier = (a: Temporal.PlainDate, b: Temporal.PlainDate) =>
  Temporal.PlainDate.compare(a, b) <= 0 ? a : b;

function fillBuckets(
  spans: readonly Span[],
  every: BucketLength,
  series: readonly TrendSeries[],
  { rows, today }: TrendInput,
): TrendBucket[] {
  const sums = sumByBucket(rows, every, series);
  const empty = series.map(() => NO_USAGE);
  const buckets = spans.map(({ first, last }): TrendBucket => {
    const [from, to] = [first.toString(), last.toString()];
    const usage = sums.get(every === 'day' ? from : startOfBucket(first, every).toString()) ?? empty;
    return { from, to, running: from <= today && today <= to, usage };
  });
  const undated = sums.get(UNDATED);
  return undated ? [{ from: null, to: null, running: false, usage: undated }, ...buckets] : buckets;
}

const UNDATED = 'undated';

/** Usage of each series, by the first day of the whole bucket. */
function sumByBucket(
  rows: readonly UsageOfDay[],
  every: BucketLength,
  series: readonly TrendSeries[],
): Map<string, Usage[]> {
  const indexes = new Map(series.map(({ key }, index) => [key, index]));
  const others = series.length - 1;
  const sums = new Map<string, Usage[]>();
  // Worked out once a day, not once a row: calendars take longer than sums.
  const buckets = new Map<string, string>();
  const bucketOf = (day: string): string => {
    const bucket = buckets.get(day) ?? startOfBucket(Temporal.PlainDate.from(day), every).toString();
    buckets.set(day, bucket);
    return bucket;
  };
  for (const { day, key, usage } of rows) {
    const bucket = day === null ? UNDATED : every === 'day' ? day : bucketOf(day);
    const values = sums.get(bucket) ?? series.map(() => NO_USAGE);
    const index = (key === null ? undefined : indexes.get(key)) ?? others;
    values[index] = addUsage(values[index] ?? NO_USAGE, usage);
    sums.set(bucket, values);
  }
  return sums;
}
