import type { Measure } from './measures';

/**
 * The names and values of the report's question (contract §3), shared by the server that parses them and the
 * page that writes them into its address. Nothing here needs a library.
 */

export const SORT_KEYS = ['cost', 'operations', 'email'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export const SORT_ORDERS = ['asc', 'desc'] as const;
export type SortOrder = (typeof SORT_ORDERS)[number];

/** The order that each key is read in where the question names none: the most expensive, the busiest, A–Z. */
export const NATURAL_ORDER = { cost: 'desc', operations: 'desc', email: 'asc' } as const satisfies Record<
  SortKey,
  SortOrder
>;

export const MAX_PAGE_SIZE = 1_000;
/** Rows a page has where only `page` is given, and on the report's own page. */
export const DEFAULT_PAGE_SIZE = 50;
/** The longest e-mail address that `users.email` holds. */
export const MAX_SEARCH_LENGTH = 255;

/** The dimensions by which operations can be filtered: parameter name → what it is called. */
export const FILTERS = {
  model: { label: 'Model' },
  operation: { label: 'Operation' },
} as const;
export type Filter = keyof typeof FILTERS;
export const FILTER_NAMES = Object.keys(FILTERS) as readonly Filter[];
/** Different values that one filter takes. */
export const MAX_FILTER_VALUES = 100;
/** The length of `api_usage_logs.model_name`. */
export const MAX_FILTER_LENGTH = 100;

/** The periods that have a name, in the order of the picker. Running ones end today. */
export const PERIODS = {
  today: { label: 'Today' },
  yesterday: { label: 'Yesterday' },
  'last-7-days': { label: 'Last 7 days' },
  'last-30-days': { label: 'Last 30 days' },
  'last-90-days': { label: 'Last 90 days' },
  'this-month': { label: 'This month' },
  'last-month': { label: 'Last month' },
  'this-quarter': { label: 'This quarter' },
  'this-financial-year': { label: 'This financial year' },
  'all-time': { label: 'All time' },
} as const;
export type PeriodName = keyof typeof PERIODS;
export const PERIOD_NAMES = Object.keys(PERIODS) as readonly PeriodName[];

/** What a trend can be broken down by. */
export const TREND_DIMENSIONS = ['model', 'operation', 'user'] as const;
export type TrendDimension = (typeof TREND_DIMENSIONS)[number];

/** How long a trend's buckets are; weeks begin on Monday. */
export const BUCKET_LENGTHS = ['day', 'week', 'month'] as const;
export type BucketLength = (typeof BUCKET_LENGTHS)[number];

/** What a trend can show, by the name that a question gives it. */
export const TREND_MEASURES = {
  usd: { measure: 'costUsd', label: 'Cost (USD)' },
  inr: { measure: 'costInr', label: 'Cost (INR)' },
  operations: { measure: 'operations', label: 'Operations' },
  tokens: { measure: 'tokens', label: 'Tokens' },
  images: { measure: 'images', label: 'Images' },
} as const satisfies Record<string, { measure: Measure; label: string }>;
export type TrendMeasure = keyof typeof TREND_MEASURES;
