import {
  DEFAULT_PAGE_SIZE,
  FILTER_NAMES,
  type Filter,
  NATURAL_ORDER,
  SORT_KEYS,
  type SortKey,
  type SortOrder,
} from './report-parameters';

/**
 * What the report's page shows, as its address has it. The address uses the names of the API's question (contract §3),
 * so that the question is the address and little more, and a wrong address is refused by the API in its own words.
 */

export const REPORT_PAGE = '/casetool/net-billing';
export const REPORT_API = '/casetool/api/net-billing';

export interface ReportView {
  readonly search: string;
  readonly sort: SortKey;
  readonly order: SortOrder;
  /** From 1. */
  readonly page: number;
  /** The chosen values of each filter; none: all operations. */
  readonly filters: Readonly<Record<Filter, readonly string[]>>;
}

/** The view that the controls show. What the API will refuse anyway reads as if it were not there. */
export function readView(address: URLSearchParams): ReportView {
  const sort = SORT_KEYS.find((key) => key === address.get('sort')) ?? 'cost';
  const order = address.get('order');
  const page = address.get('page') ?? '';
  return {
    search: address.get('search') ?? '',
    sort,
    order: order === 'asc' || order === 'desc' ? order : NATURAL_ORDER[sort],
    page: /^[1-9]\d{0,8}$/.test(page) ? Number(page) : 1,
    filters: Object.fromEntries(
      FILTER_NAMES.map((name) => [name, [...new Set(address.getAll(name))]]),
    ) as Record<Filter, string[]>,
  };
}

/** True where a filter or a search leaves something out. */
export function isNarrowed({ search, filters }: ReportView): boolean {
  return search !== '' || isFiltered(filters);
}

export function isFiltered(filters: ReportView['filters']): boolean {
  return FILTER_NAMES.some((name) => filters[name].length > 0);
}

/** The parameters that choose and order the listed users; all others decide the figures (contract §3). */
const LIST_PARAMETERS = ['search', 'sort', 'order', 'page', 'pageSize'];

/**
 * The parameters of the page alone: how its trend is drawn (`trend-view.ts`), and which calls are open beside it
 * (`calls-view.ts`). No question to the report has them.
 */
const PAGE_PARAMETERS = ['trendBy', 'trendEvery', 'trendMeasure', 'calls'];

/** The part of an address that decides the figures: equal for two views that show the same totals. */
export function usageQuestion(address: URLSearchParams): string {
  return String(without(address, [...LIST_PARAMETERS, ...PAGE_PARAMETERS, 'asOf']));
}

/**
 * The API's address for a view: one page of users.
 * @param asOf `generated_at` of the figures to keep, `null` for fresh ones
 */
export function pageQuestion(address: URLSearchParams, asOf: string | null): string {
  const question = new URLSearchParams(address);
  if (!question.has('pageSize')) question.set('pageSize', String(DEFAULT_PAGE_SIZE));
  return toQuestion(question, asOf);
}

/** The address of a file of everything under the filters as they stand: every user, in the view's order. */
export function wholeFile(name: 'report' | 'models', address: URLSearchParams, asOf: string): string {
  return toQuestion(without(address, ['search', 'page', 'pageSize']), asOf, `${REPORT_API}/export/${name}`);
}

/** The address of a file of the users that the view lists, on all of its pages. */
export function usersFile(address: URLSearchParams, asOf: string): string {
  return toQuestion(without(address, ['page', 'pageSize']), asOf, `${REPORT_API}/export/users`);
}

/** The API's address for what the filters can choose from: no filter, and no more users than must be. */
export function choicesQuestion(address: URLSearchParams): string {
  const question = without(address, [...LIST_PARAMETERS, ...FILTER_NAMES, 'asOf']);
  question.set('pageSize', '1');
  return toQuestion(question, null);
}

function toQuestion(address: URLSearchParams, asOf: string | null, path = REPORT_API): string {
  const question = without(address, PAGE_PARAMETERS);
  if (asOf !== null) question.set('asOf', asOf);
  return toHref(path, question);
}

/** The page's own address for a view. */
export function pageHref(address: URLSearchParams): string {
  return toHref(REPORT_PAGE, address);
}

function toHref(path: string, address: URLSearchParams): string {
  const query = String(address);
  return query === '' ? path : `${path}?${query}`;
}

/*
 * One choice each: address → address. What a parameter means when it is missing is never written, so that equal
 * views have equal addresses, and whatever changes the list leads back to its first page.
 */

export function withSearch(address: URLSearchParams, text: string): URLSearchParams {
  return changed(address, { search: text.trim() || null, page: null });
}

export function withSort(address: URLSearchParams, sort: SortKey, order: SortOrder): URLSearchParams {
  return changed(address, {
    sort: sort === 'cost' ? null : sort,
    order: order === NATURAL_ORDER[sort] ? null : order,
    page: null,
  });
}

export function withPage(address: URLSearchParams, page: number): URLSearchParams {
  return changed(address, { page: page === 1 ? null : String(page) });
}

export function withFilter(
  address: URLSearchParams,
  name: Filter,
  values: readonly string[],
): URLSearchParams {
  const next = without(address, [name, 'page']);
  for (const value of values) next.append(name, value);
  return next;
}

/** Without filters and search: everything the period holds, in the order chosen. */
export function withoutNarrowing(address: URLSearchParams): URLSearchParams {
  return without(address, [...FILTER_NAMES, 'search', 'page']);
}

/** @param value `null`: without it */
export function withPageParameter(
  address: URLSearchParams,
  name: string,
  value: string | null,
): URLSearchParams {
  return changed(address, { [name]: value });
}

function changed(address: URLSearchParams, values: Readonly<Record<string, string | null>>): URLSearchParams {
  const next = new URLSearchParams(address);
  for (const [name, value] of Object.entries(values)) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  return next;
}

function without(address: URLSearchParams, names: readonly string[]): URLSearchParams {
  const rest = new URLSearchParams(address);
  for (const name of names) rest.delete(name);
  return rest;
}

/** The order that pressing a column's heading leads to: its natural one first, then the other way round. */
export function nextOrder(view: ReportView, sort: SortKey): SortOrder {
  if (view.sort !== sort) return NATURAL_ORDER[sort];
  return view.order === 'asc' ? 'desc' : 'asc';
}

/** The rows on a page, counted from 1, as in "51–100 of 1,234"; `null` for a page without rows. */
export function rowsOnPage({ number, size, rows }: { number: number; size: number; rows: number }) {
  const first = (number - 1) * size + 1;
  return first > rows ? null : { first, last: Math.min(number * size, rows) };
}
