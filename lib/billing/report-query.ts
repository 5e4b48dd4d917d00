import { z } from 'zod';
import { isCalendarDate, type PeriodChoice } from './charge-period';
import { InvalidQueryError, type QueryIssue } from './invalid-query';
import type { Measure } from './measures';
import {
  BUCKET_LENGTHS,
  type BucketLength,
  DEFAULT_PAGE_SIZE,
  FILTER_NAMES,
  type Filter,
  MAX_FILTER_LENGTH,
  MAX_FILTER_VALUES,
  MAX_PAGE_SIZE,
  MAX_SEARCH_LENGTH,
  NATURAL_ORDER,
  PERIOD_NAMES,
  SORT_KEYS,
  SORT_ORDERS,
  type SortKey,
  type SortOrder,
  TREND_DIMENSIONS,
  TREND_MEASURES,
  type TrendDimension,
} from './report-parameters';

/** Which operations are counted. An empty list of values: all. */
export interface UsageQuery {
  readonly period: PeriodChoice;
  readonly filters: Readonly<Record<Filter, readonly string[]>>;
}

/** Which users are listed, in which order. It never changes a sum. */
export interface UserListQuery {
  /** Part of an e-mail address, taken literally, without regard to case; empty: all users. */
  readonly search: string;
  readonly sort: SortKey;
  readonly order: SortOrder;
  /** `null`: every user in one answer. */
  readonly page: { readonly number: number; readonly size: number } | null;
}

/** A question about the usage of a period. */
export interface PeriodQuery {
  readonly usage: UsageQuery;
  /** The `generated_at` of an earlier answer whose figures are to be kept; `null`: fresh ones. */
  readonly asOf: string | null;
}

export interface ReportQuery extends PeriodQuery {
  readonly users: UserListQuery;
}

export interface TrendQuery extends PeriodQuery {
  readonly by: TrendDimension;
  /** `null`: as long as suits the period. */
  readonly every: BucketLength | null;
  /** By which the series are ranked. */
  readonly measure: Measure;
}

const date = z.string().refine(isCalendarDate, 'must be a date that exists, written YYYY-MM-DD').nullable();

/** Digits only: Number() would also take `1e3`, `0x10` and ` 7 `. */
export const wholeNumber = (most: number) => {
  const right = `must be a whole number from 1 to ${most}`;
  return z
    .string()
    .regex(/^[1-9]\d{0,8}$/, right)
    .transform(Number)
    .refine((n) => n <= most, right)
    .nullable();
};

export const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, `must be one of ${values.join(', ')}`).nullable();

const filterValues = z
  .array(z.string().max(MAX_FILTER_LENGTH, `must be at most ${MAX_FILTER_LENGTH} characters`))
  .max(MAX_FILTER_VALUES, `must be given at most ${MAX_FILTER_VALUES} times`)
  // Sorted and without doubles, so that equal questions are equal texts.
  .transform((values) => [...new Set(values)].sort());

/** The period and the filters: every question has them. */
const DATES = z
  .object({ period: oneOf(PERIOD_NAMES), from: date, to: date })
  .refine(({ from, to }) => from === null || to === null || from <= to, {
    path: ['from'],
    message: 'must not be after `to`',
  })
  .refine(({ period, from, to }) => period === null || (from === null && to === null), {
    path: ['period'],
    message: 'must not be given together with `from` or `to`',
  });
const FILTER_VALUES = z.object(
  Object.fromEntries(FILTER_NAMES.map((name) => [name, filterValues])) as Record<Filter, typeof filterValues>,
);

export const asOf = z.iso.datetime({ error: 'must be the generated_at of an earlier answer' }).nullable();
const PERIOD_PARAMETERS = z.object({ asOf });
const REPORT_PARAMETERS = z.object({
  search: z.string().max(MAX_SEARCH_LENGTH, `must be at most ${MAX_SEARCH_LENGTH} characters`).nullable(),
  sort: oneOf(SORT_KEYS),
  order: oneOf(SORT_ORDERS),
  page: wholeNumber(999_999_999),
  pageSize: wholeNumber(MAX_PAGE_SIZE),
  asOf,
});
const TREND_PARAMETERS = z.object({
  by: oneOf(TREND_DIMENSIONS),
  every: oneOf(BUCKET_LENGTHS),
  measure: oneOf(Object.keys(TREND_MEASURES) as (keyof typeof TREND_MEASURES)[]),
  asOf,
});

/**
 * The question of a report in a URL (contract §3).
 * @throws InvalidQueryError with every issue: unknown or doubled parameters, values outside their list
 */
export function parseReportQuery(url: URLSearchParams): ReportQuery {
  const { usage, own } = parse(url, REPORT_PARAMETERS);
  const { search, sort, order, page, pageSize, asOf } = own;
  const key = sort ?? 'cost';
  return {
    usage,
    users: {
      search: search ?? '',
      sort: key,
      order: order ?? NATURAL_ORDER[key],
      page:
        page === null && pageSize === null
          ? null
          : { number: page ?? 1, size: pageSize ?? DEFAULT_PAGE_SIZE },
    },
    asOf,
  };
}

/** The question of what changed. @throws InvalidQueryError */
export function parsePeriodQuery(url: URLSearchParams): PeriodQuery {
  const { usage, own } = parse(url, PERIOD_PARAMETERS);
  return { usage, asOf: own.asOf };
}

/** The question of a trend. @throws InvalidQueryError */
export function parseTrendQuery(url: URLSearchParams): TrendQuery {
  const { usage, own } = parse(url, TREND_PARAMETERS);
  return {
    usage,
    by: own.by ?? 'model',
    every: own.every,
    measure: TREND_MEASURES[own.measure ?? 'usd'].measure,
    asOf: own.asOf,
  };
}

/**
 * The usage that a question asks about, and the parameters of its own.
 * @param schema reads a text or `null` of each parameter, and the list of its texts of those in `repeated`
 */
export function parse<Own extends z.ZodObject>(
  url: URLSearchParams,
  schema: Own,
  repeated: readonly string[] = [],
): { usage: UsageQuery; own: z.infer<Own> } {
  const several = [...FILTER_NAMES, ...repeated];
  const single = [DATES, schema]
    .flatMap(({ shape }) => Object.keys(shape))
    .filter((name) => !several.includes(name));
  const values = Object.fromEntries([
    ...single.map((name) => [name, url.get(name)]),
    ...several.map((name) => [name, url.getAll(name)]),
  ]);
  const dates = DATES.safeParse(values);
  const own = schema.safeParse(values);
  const filters = FILTER_VALUES.safeParse(values);

  const issues = [
    ...issuesOfNames(url, single, several),
    ...[dates, own, filters].flatMap(({ error }) => error?.issues.map(toQueryIssue) ?? []),
  ];
  if (!dates.success || !own.success || !filters.success || issues.length > 0)
    throw new InvalidQueryError(issues);
  const { period, from, to } = dates.data;
  const dated = from === null && to === null ? 'all-time' : { from, to };
  return { usage: { period: period ?? dated, filters: filters.data }, own: own.data };
}

/** Issues with a parameter's name rather than its value. */
function issuesOfNames(
  url: URLSearchParams,
  single: readonly string[],
  several: readonly string[],
): QueryIssue[] {
  return [...new Set(url.keys())].flatMap((name) => {
    if (several.includes(name)) return [];
    if (!single.includes(name))
      return [{ path: name.slice(0, 40), message: 'is not a parameter of this report' }];
    return url.getAll(name).length > 1 ? [{ path: name, message: 'must be given once' }] : [];
  });
}

const toQueryIssue = ({ path, message }: z.core.$ZodIssue): QueryIssue => ({
  path: String(path[0] ?? ''),
  message,
});
