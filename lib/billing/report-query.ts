import { z } from 'zod';
import { isCalendarDate, type PeriodChoice } from './charge-period';
import { InvalidQueryError, type QueryIssue } from './invalid-query';
import {
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

export interface ReportQuery {
  readonly usage: UsageQuery;
  readonly users: UserListQuery;
  /** The `generated_at` of an earlier answer whose figures are to be kept while its list is paged; `null`: fresh ones. */
  readonly asOf: string | null;
}

const date = z.string().refine(isCalendarDate, 'must be a date that exists, written YYYY-MM-DD').nullable();

/** Digits only: Number() would also take `1e3`, `0x10` and ` 7 `. */
const wholeNumber = (most: number) => {
  const right = `must be a whole number from 1 to ${most}`;
  return z
    .string()
    .regex(/^[1-9]\d{0,8}$/, right)
    .transform(Number)
    .refine((n) => n <= most, right)
    .nullable();
};

const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, `must be one of ${values.join(', ')}`).nullable();

const filterValues = z
  .array(z.string().max(MAX_FILTER_LENGTH, `must be at most ${MAX_FILTER_LENGTH} characters`))
  .max(MAX_FILTER_VALUES, `must be given at most ${MAX_FILTER_VALUES} times`)
  // Sorted and without doubles, so that equal questions are equal texts.
  .transform((values) => [...new Set(values)].sort());

const SINGLE_PARAMETERS = {
  period: oneOf(PERIOD_NAMES),
  from: date,
  to: date,
  search: z.string().max(MAX_SEARCH_LENGTH, `must be at most ${MAX_SEARCH_LENGTH} characters`).nullable(),
  sort: oneOf(SORT_KEYS),
  order: oneOf(SORT_ORDERS),
  page: wholeNumber(999_999_999),
  pageSize: wholeNumber(MAX_PAGE_SIZE),
  asOf: z.iso.datetime({ error: 'must be the generated_at of an earlier answer' }).nullable(),
};

const REPEATABLE_PARAMETERS = Object.fromEntries(FILTER_NAMES.map((name) => [name, filterValues])) as Record<
  Filter,
  typeof filterValues
>;

const parameters = z
  .object({ ...SINGLE_PARAMETERS, ...REPEATABLE_PARAMETERS })
  .refine(({ from, to }) => from === null || to === null || from <= to, {
    path: ['from'],
    message: 'must not be after `to`',
  })
  .refine(({ period, from, to }) => period === null || (from === null && to === null), {
    path: ['period'],
    message: 'must not be given together with `from` or `to`',
  });

/**
 * The question in a URL (contract §3).
 * @throws InvalidQueryError with every issue: unknown or doubled parameters, values outside their list
 */
export function parseReportQuery(url: URLSearchParams): ReportQuery {
  const parsed = parameters.safeParse({
    ...Object.fromEntries(Object.keys(SINGLE_PARAMETERS).map((name) => [name, url.get(name)])),
    ...Object.fromEntries(FILTER_NAMES.map((name) => [name, url.getAll(name)])),
  });
  const issues = [...issuesOfNames(url), ...(parsed.success ? [] : parsed.error.issues.map(toQueryIssue))];
  if (!parsed.success || issues.length > 0) throw new InvalidQueryError(issues);

  const { period, from, to, search, sort, order, page, pageSize, asOf, ...filters } = parsed.data;
  const key = sort ?? 'cost';
  return {
    usage: { period: period ?? (from === null && to === null ? 'all-time' : { from, to }), filters },
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

/** Issues with a parameter's name rather than its value. */
function issuesOfNames(url: URLSearchParams): QueryIssue[] {
  return [...new Set(url.keys())].flatMap((name) => {
    if (Object.hasOwn(REPEATABLE_PARAMETERS, name)) return [];
    if (!Object.hasOwn(SINGLE_PARAMETERS, name))
      return [{ path: name.slice(0, 40), message: 'is not a parameter of this report' }];
    return url.getAll(name).length > 1 ? [{ path: name, message: 'must be given once' }] : [];
  });
}

const toQueryIssue = ({ path, message }: z.core.$ZodIssue): QueryIssue => ({
  path: String(path[0] ?? ''),
  message,
});
