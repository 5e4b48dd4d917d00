import type { CallsJson } from './calls-json';
import { filterLabel } from './filter-choices';
import { FILTER_NAMES } from './report-parameters';
import { REPORT_API, usageQuestion, withPageParameter } from './report-view';

/**
 * The single calls that the page shows beside the report, as its address has them: `calls` holds what narrows them
 * further than the report, in the words of the API's question, as `user=42`. An empty one is all of the report's calls.
 */
export const CALLS_PARAMETER = 'calls';

/** What calls are narrowed to, beside the report's period and filters. */
export interface CallsOf {
  readonly user?: number;
  readonly model?: string;
  readonly operation?: string;
  /** Calendar dates, both inclusive: instead of the report's period. */
  readonly from?: string;
  readonly to?: string;
  readonly unpriced?: '1';
}

/** The part of the address that says which calls are open; `null`: none are. */
export function readCalls(address: URLSearchParams): URLSearchParams | null {
  const calls = address.get(CALLS_PARAMETER);
  return calls === null ? null : new URLSearchParams(calls);
}

/** The same view with these calls open beside it, from their first page. @param of `null` closes them */
export function withCalls(address: URLSearchParams, of: CallsOf | null): URLSearchParams {
  if (of === null) return withPageParameter(address, CALLS_PARAMETER, null);
  const given = Object.entries(of).map(([name, value]) => [name, String(value)]);
  return withPageParameter(address, CALLS_PARAMETER, String(new URLSearchParams(given)));
}

/** Another page of the calls that are open. */
export function withCallsPage(address: URLSearchParams, page: number): URLSearchParams {
  const calls = readCalls(address) ?? new URLSearchParams();
  if (page === 1) calls.delete('page');
  else calls.set('page', String(page));
  return withPageParameter(address, CALLS_PARAMETER, String(calls));
}

/** The question for calls under the report's period and filters: what narrows further takes their place. */
function callsUnder(address: URLSearchParams, calls: URLSearchParams): URLSearchParams {
  const question = new URLSearchParams(usageQuestion(address));
  if (calls.has('from') || calls.has('to'))
    for (const name of ['period', 'from', 'to']) question.delete(name);
  for (const name of new Set(calls.keys())) question.delete(name);
  for (const [name, value] of calls) question.append(name, value);
  return question;
}

/**
 * The API's address for the calls that are open.
 * @param asOf `generated_at` of an earlier page of them; `null`: fresh ones
 */
export function callsQuestion(address: URLSearchParams, calls: URLSearchParams, asOf: string | null): string {
  const question = callsUnder(address, calls);
  if (asOf !== null) question.set('asOf', asOf);
  return `${REPORT_API}/calls?${question}`;
}

/** The address of a file of them. @param asOf `generated_at` of the calls shown, or of the report beside them */
export function callsFile(address: URLSearchParams, calls: URLSearchParams, asOf: string): string {
  const question = callsUnder(address, calls);
  question.delete('page');
  question.set('asOf', asOf);
  return `${REPORT_API}/export/calls?${question}`;
}

/** Which page of them is asked for has no part in which calls they are. */
export function callsWithoutPage(calls: URLSearchParams): string {
  const rest = new URLSearchParams(calls);
  rest.delete('page');
  return String(rest);
}

/** Whose or of what the calls are, for a heading. */
export function callsTitle(calls: URLSearchParams, answer: CallsJson | null): string {
  const user = calls.get('user');
  const whose = user === null ? [] : [emailOf(Number(user), answer) ?? `User ${user}`];
  const what = FILTER_NAMES.flatMap((name) => {
    const value = calls.get(name);
    return value === null ? [] : filterLabel(name, value);
  });
  const subject = [...whose, ...what].join(', ');
  if (subject !== '') return subject;
  return calls.has('unpriced') ? 'Unpriced calls' : 'All calls';
}

const emailOf = (user: number, answer: CallsJson | null): string | undefined =>
  answer?.calls.find(({ user_id }) => user_id === user)?.email;
