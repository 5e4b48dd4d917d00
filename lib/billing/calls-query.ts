import { z } from 'zod';
import type { SortOrder } from './report-parameters';
import { DEFAULT_PAGE_SIZE, MAX_FILTER_VALUES, MAX_PAGE_SIZE, SORT_ORDERS } from './report-parameters';
import { asOf, oneOf, type PeriodQuery, parse, wholeNumber } from './report-query';

/** Which of the calls that a question's period and filters leave. */
export interface CallsChoice {
  /** Ids; an empty list: everybody's. */
  readonly users: readonly number[];
  /** Those without a recorded cost in one currency or both alone. */
  readonly unpriced: boolean;
}

/** A question for single calls. */
export interface CallsQuery extends PeriodQuery, CallsChoice {
  /** In time. */
  readonly order: SortOrder;
  readonly page: { readonly number: number; readonly size: number };
}

const userIds = z
  .array(z.string().regex(/^\d{1,15}$/, 'must be the id of a user'))
  .max(MAX_FILTER_VALUES, `must be given at most ${MAX_FILTER_VALUES} times`)
  .transform((values) => [...new Set(values.map(Number))].sort((a, b) => a - b));

const PARAMETERS = z.object({
  user: userIds,
  unpriced: oneOf(['1']),
  order: oneOf(SORT_ORDERS),
  page: wholeNumber(999_999_999),
  pageSize: wholeNumber(MAX_PAGE_SIZE),
  asOf,
});

/**
 * The question for single calls in a URL.
 * @throws InvalidQueryError with every issue
 */
export function parseCallsQuery(url: URLSearchParams): CallsQuery {
  const { usage, own } = parse(url, PARAMETERS, ['user']);
  return {
    usage,
    users: own.user,
    unpriced: own.unpriced !== null,
    order: own.order ?? 'desc',
    page: { number: own.page ?? 1, size: own.pageSize ?? DEFAULT_PAGE_SIZE },
    asOf: own.asOf,
  };
}
