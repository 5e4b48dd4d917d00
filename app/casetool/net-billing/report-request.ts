import type { NetBillingJson } from '@/lib/billing/report-json';

/** What can go wrong with a question to the API, by what a person can do about it. */
export type RequestFailure =
  | { readonly kind: 'refused'; readonly issues: readonly Issue[] }
  | { readonly kind: 'not-signed-in' | 'not-admin' | 'unavailable' | 'too-slow' | 'unreachable' | 'offline' }
  | { readonly kind: 'failed'; readonly requestId: string | null };

export interface Issue {
  readonly path: string;
  readonly message: string;
}

export class ReportRequestError extends Error {
  override name = 'ReportRequestError';
  constructor(readonly failure: RequestFailure) {
    super(failure.kind);
  }
}

/** @throws ReportRequestError */
export const fetchReport = (question: string): Promise<NetBillingJson> => fetchAnswer(question);

/**
 * @param question address of the API with its parameters, which decides what the answer is
 * @param method POST where it changes something
 * @throws ReportRequestError
 */
export async function fetchAnswer<Answer>(question: string, method = 'GET'): Promise<Answer> {
  const response = await fetch(question, { method, headers: { Accept: 'application/json' } }).catch(() => {
    throw new ReportRequestError({ kind: navigator.onLine ? 'unreachable' : 'offline' });
  });
  // A proxy in between may answer in HTML, and a lost connection cuts the JSON short.
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok && isAnswer<Answer>(answer)) return answer.data;
  throw new ReportRequestError(toFailure(response, answer));
}

/**
 * What the server says of a file, without sending it.
 * @returns its name, and of when its figures are
 * @throws ReportRequestError
 */
export async function askForFile(address: string): Promise<{ file: string; generatedAt: string }> {
  const response = await fetch(address, { method: 'HEAD' }).catch(() => {
    throw new ReportRequestError({ kind: navigator.onLine ? 'unreachable' : 'offline' });
  });
  const file = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  const generatedAt = response.headers.get('x-generated-at');
  if (response.ok && file && generatedAt) return { file, generatedAt };
  throw new ReportRequestError(toFailure(response, null));
}

const isAnswer = <Answer>(answer: unknown): answer is { success: true; data: Answer } =>
  typeof answer === 'object' && answer !== null && 'success' in answer && answer.success === true;

/** By the contract's status codes. */
function toFailure({ status, headers }: Response, answer: unknown): RequestFailure {
  switch (status) {
    case 400:
      return { kind: 'refused', issues: (answer as { issues?: Issue[] } | null)?.issues ?? [] };
    case 401:
      return { kind: 'not-signed-in' };
    case 403:
      return { kind: 'not-admin' };
    case 503:
      return { kind: 'unavailable' };
    case 504:
      return { kind: 'too-slow' };
    default:
      return { kind: 'failed', requestId: headers.get('x-request-id') };
  }
}

/** True where the same question may well be answered a little later, with nobody doing anything. */
export function mayPass({ failure }: ReportRequestError): boolean {
  return failure.kind === 'unavailable' || failure.kind === 'unreachable' || failure.kind === 'offline';
}

/** What happened and what to do, in words. */
export function explain(failure: RequestFailure): { readonly title: string; readonly advice: string } {
  switch (failure.kind) {
    case 'refused':
      return { title: 'The report does not understand this address', advice: inWords(failure.issues) };
    case 'not-signed-in':
    case 'not-admin':
      return { title: 'Your session has ended', advice: 'Sign in again.' };
    case 'unavailable':
      return { title: 'The database did not answer', advice: 'It may be restarting. Try again in a moment.' };
    case 'too-slow':
      return {
        title: 'The database took too long to answer',
        advice: 'Try again, or choose fewer operations with the filters.',
      };
    case 'unreachable':
      return { title: 'The server can’t be reached', advice: 'Check your connection, then try again.' };
    case 'offline':
      return { title: 'You are offline', advice: 'The report loads again once you are connected.' };
    case 'failed':
      return {
        title: 'The report could not be made',
        advice: failure.requestId
          ? `Try again. If it stays so, the server’s log has the cause under ${failure.requestId}.`
          : 'Try again. If it stays so, the server’s log has the cause.',
      };
  }
}

function inWords(issues: readonly Issue[]): string {
  if (issues.length === 0) return 'Clear it to see the whole report.';
  return `${issues.map(({ path, message }) => `“${path}” ${message}`).join('; ')}.`;
}

/** How SWR asks for what belongs to a report: with every new one, and not again before the next. */
export const ONCE_A_REPORT = {
  keepPreviousData: true,
  revalidateOnFocus: false,
  revalidateOnReconnect: false,
  revalidateIfStale: false,
  errorRetryCount: 5,
  shouldRetryOnError: mayPass,
} as const;
