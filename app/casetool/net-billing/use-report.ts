import { useState } from 'react';
import useSWR from 'swr';
import { periodPart, saysPeriod, withPeriod } from '@/lib/billing/period-view';
import type { NetBillingJson } from '@/lib/billing/report-json';
import { pageQuestion, type ReportView, readView, usageQuestion } from '@/lib/billing/report-view';
import { rememberPeriod } from './last-period';
import { fetchReport, mayPass, type ReportRequestError } from './report-request';
import { type Choice, currentAddress, useAddress, writeAddress } from './use-address';
import { useLastPeriod } from './use-last-period';

/** What is asked: the API's address, the part of it that decides the figures, and how often Refresh was pressed. */
interface Question {
  readonly address: string;
  readonly usage: string;
  readonly round: number;
}

export interface ShownReport {
  readonly report: NetBillingJson;
  readonly question: Question;
}

export interface ReportState {
  readonly address: URLSearchParams;
  readonly view: ReportView;
  /** The last answer, which may still be that to an earlier question; `null` before the first. */
  readonly shown: NetBillingJson | null;
  /** The part of an address that decides its figures. */
  readonly shownUsage: string | null;
  /** True while the list of users, or all figures, are those of an earlier question. */
  readonly pending: { readonly list: boolean; readonly figures: boolean };
  readonly loading: boolean;
  readonly error: ReportRequestError | undefined;
  /** Changes the address; Back undoes it. */
  readonly choose: (choice: Choice) => void;
  /** Changes the address in place, for what changes with every key pressed. */
  readonly adjust: (choice: Choice) => void;
  /** Asks for fresh figures. */
  readonly refresh: () => void;
}

const ask = async (question: Question): Promise<ShownReport> => ({
  report: await fetchReport(question.address),
  question,
});

const OPTIONS = {
  keepPreviousData: true,
  focusThrottleInterval: 60_000,
  errorRetryCount: 5,
  shouldRetryOnError: mayPass,
} as const;

/**
 * The report that the page's address asks for. The address is the only state of the view; beside it stands only
 * which figures to keep: paging, sorting and searching list the same figures anew instead of reading fresh ones.
 */
export function useReport(): ReportState {
  const address = useAddress();
  const [kept, setKept] = useState<{ usage: string; asOf: string } | null>(null);
  const [round, setRound] = useState(0);
  const usage = usageQuestion(address);
  const question = { address: pageQuestion(address, kept?.usage === usage ? kept.asOf : null), usage, round };
  const decided = useLastPeriod(address);
  const answer = useSWR<ShownReport, ReportRequestError, Question | null>(
    decided ? question : null,
    ask,
    OPTIONS,
  );
  const shown = answer.data;

  const go = (choice: Choice, write: 'pushState' | 'replaceState') => {
    const from = currentAddress();
    const to = choice(from);
    if (String(to) === String(from)) return;
    const lists = pageQuestion(to, null) !== pageQuestion(from, null);
    if (shown && lists && shown.question.usage === usageQuestion(to))
      setKept({ usage: shown.question.usage, asOf: shown.report.generated_at });
    if (periodPart(to) !== periodPart(from)) keepBoth(from, to);
    if (String(to) !== String(currentAddress())) writeAddress(to, write);
  };

  return {
    address,
    view: readView(address),
    shown: shown?.report ?? null,
    shownUsage: shown?.question.usage ?? null,
    pending: {
      list: shown !== undefined && !sameQuestion(shown.question, question),
      figures: shown !== undefined && (shown.question.usage !== usage || shown.question.round !== round),
    },
    loading: answer.isValidating || !decided,
    error: answer.error,
    choose: (choice) => go(choice, 'pushState'),
    adjust: (choice) => go(choice, 'replaceState'),
    refresh: () => {
      setKept(null);
      setRound(round + 1);
    },
  };
}

/** The chosen period is for the next visit; the one before for Back, where the address did not say it. */
function keepBoth(from: URLSearchParams, to: URLSearchParams): void {
  rememberPeriod(to);
  if (!saysPeriod(from)) writeAddress(withPeriod(from, 'all-time'), 'replaceState');
}

const sameQuestion = (a: Question, b: Question): boolean => a.address === b.address && a.round === b.round;
