import useSWR from 'swr';
import type { NetBillingJson } from '@/lib/billing/report-json';
import { type TrendFigures, trendFigures } from '@/lib/billing/trend-figures';
import type { TrendJson } from '@/lib/billing/trend-json';
import { readTrendView, trendQuestion } from '@/lib/billing/trend-view';
import { fetchAnswer, ONCE_A_REPORT, type ReportRequestError } from './report-request';

interface ShownTrend {
  readonly figures: TrendFigures;
  readonly question: string;
}

export interface TrendState {
  /** The last answer, which may still be that to an earlier question; `null` before the first. */
  readonly figures: TrendFigures | null;
  /** True while it is. */
  readonly pending: boolean;
  readonly loading: boolean;
  readonly error: ReportRequestError | undefined;
  readonly retry: () => void;
}

/**
 * The trend that the page's address asks for, of the figures of the report beside it.
 * @param report `null` while the page has none, or that of an earlier question: there is nothing to ask yet
 */
export function useTrend(address: URLSearchParams, report: NetBillingJson | null): TrendState {
  const question = report && trendQuestion(address, report.generated_at);
  const { measure } = readTrendView(address);
  const { data, error, isValidating, mutate } = useSWR<ShownTrend, ReportRequestError>(
    question,
    async (question: string) => ({
      figures: trendFigures(await fetchAnswer<TrendJson>(question), measure),
      question,
    }),
    ONCE_A_REPORT,
  );
  return {
    figures: data?.figures ?? null,
    pending: data !== undefined && data.question !== question,
    loading: isValidating,
    error,
    retry: () => void mutate(),
  };
}
