import { useState } from 'react';
import useSWR from 'swr';
import type { CallsJson } from '@/lib/billing/calls-json';
import { callsQuestion, callsWithoutPage } from '@/lib/billing/calls-view';
import { fetchAnswer, ONCE_A_REPORT, type ReportRequestError } from './report-request';

interface ShownCalls {
  readonly calls: CallsJson;
  readonly question: string;
}

/**
 * The calls that are open. Their further pages are of the same count as the first, whatever is recorded meanwhile.
 * @param open the part of the address that says which
 */
export function useCalls(address: URLSearchParams, open: URLSearchParams) {
  const [kept, setKept] = useState<{ which: string; asOf: string } | null>(null);
  const which = callsWithoutPage(open);
  const question = callsQuestion(address, open, kept?.which === which ? kept.asOf : null);
  const { data, error, isValidating, mutate } = useSWR<ShownCalls, ReportRequestError>(
    question,
    async (question: string) => ({ calls: await fetchAnswer<CallsJson>(question), question }),
    ONCE_A_REPORT,
  );
  return {
    shown: data?.calls ?? null,
    pending: data !== undefined && data.question !== question,
    loading: isValidating,
    error,
    retry: () => void mutate(),
    /** To be called before the address turns to another page. */
    keep: () => data && setKept({ which, asOf: data.calls.generated_at }),
  };
}
