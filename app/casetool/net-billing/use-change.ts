import useSWR from 'swr';
import type { ChangeJson } from '@/lib/billing/change-json';
import { changeQuestion, type SomethingBefore, sparklineQuestion } from '@/lib/billing/change-view';
import { hasPeriodBefore } from '@/lib/billing/period-view';
import type { NetBillingJson } from '@/lib/billing/report-json';
import type { TrendJson } from '@/lib/billing/trend-json';
import { fetchAnswer, ONCE_A_REPORT, type ReportRequestError } from './report-request';

export interface ChangeState {
  /** The last answer, which may still be that to an earlier question; `null` before the first. */
  readonly change: ChangeJson | null;
  /** True while it is. */
  readonly pending: boolean;
  /** What to compare the figures on the page with; `null` while that is not known, or there is nothing. */
  readonly before: SomethingBefore | null;
  readonly loading: boolean;
  readonly error: ReportRequestError | undefined;
  readonly retry: () => void;
}

interface Answered<Answer> {
  readonly answer: Answer;
  readonly question: Question;
}

interface Question {
  readonly address: string;
  /** What decides the figures: two answers to the same differ only by when they were read. */
  readonly usage: string;
}

const ask = async <Answer>(question: Question): Promise<Answered<Answer>> => ({
  answer: await fetchAnswer<Answer>(question.address),
  question,
});

/**
 * What changed in the figures on the page since the period before.
 * @param report those figures
 * @param usage what decides them (`usageQuestion`)
 */
export function useChange(report: NetBillingJson | null, usage: string | null): ChangeState {
  const question =
    report !== null && usage !== null && hasPeriodBefore(report.period)
      ? { address: changeQuestion(usage, report.generated_at), usage }
      : null;
  const { data, error, isValidating, mutate } = useSWR<
    Answered<ChangeJson>,
    ReportRequestError,
    Question | null
  >(question, ask<ChangeJson>, ONCE_A_REPORT);
  return {
    change: data?.answer ?? null,
    pending: data !== undefined && data.question.address !== question?.address,
    before: data !== undefined && data.question.usage === question?.usage ? data.answer.previous : null,
    loading: isValidating,
    error,
    retry: () => void mutate(),
  };
}

/** The figures on the page over time; `null` while that is not known. */
export function useSparklines(report: NetBillingJson | null, usage: string | null): TrendJson | null {
  const question =
    report !== null && usage !== null
      ? { address: sparklineQuestion(usage, report.generated_at), usage }
      : null;
  const { data } = useSWR<Answered<TrendJson>, ReportRequestError, Question | null>(
    question,
    ask<TrendJson>,
    ONCE_A_REPORT,
  );
  return data !== undefined && data.question.usage === question?.usage ? data.answer : null;
}
