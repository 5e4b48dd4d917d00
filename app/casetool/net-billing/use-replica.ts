import { useEffect, useState } from 'react';
import useSWR from 'swr';
import type { ReplicaJson } from '@/lib/billing/replica-json';
import { progressOf, RECOUNT_API, REPLICA_API, recountInWords } from '@/lib/billing/replica-view';
import { explain, fetchAnswer, mayPass, ReportRequestError } from './report-request';

export interface ReplicaState {
  /** `null` before the first answer. */
  readonly replica: ReplicaJson | null;
  /** True from the press until everything was compared. */
  readonly recounting: boolean;
  /** What became of the recount that was asked for here; empty before one. */
  readonly outcome: string;
  readonly recount: () => void;
}

interface Question {
  readonly address: string;
  /** Of the report on the page: with a new one, the state is asked anew. */
  readonly report: string;
}

const OPTIONS = {
  keepPreviousData: true,
  shouldRetryOnError: mayPass,
} as const;

/** Milliseconds until the state is asked again: what moves, every few seconds. */
const AT_REST = 60_000;
function pauseBefore(replica: ReplicaJson): number {
  if (replica.recount?.state === 'running') return 1_000;
  return progressOf(replica) ? 3_000 : AT_REST;
}

/**
 * The state of the replica, and a comparison of every call on demand.
 * @param report `generated_at` of the report on the page
 * @param onRecounted called when everything was compared
 */
export function useReplica(report: string, onRecounted: () => void): ReplicaState {
  const question: Question = { address: REPLICA_API, report };
  const [pause, setPause] = useState(AT_REST);
  const { data, mutate } = useSWR<ReplicaJson, ReportRequestError, Question>(
    question,
    ({ address }) => fetchAnswer(address),
    { ...OPTIONS, refreshInterval: pause },
  );
  const [asked, setAsked] = useState(false);
  const [outcome, setOutcome] = useState('');
  const recount = data?.recount ?? null;
  const ended = asked && recount?.state !== 'running';

  useEffect(() => {
    if (data) setPause(pauseBefore(data));
  }, [data]);

  useEffect(() => {
    if (!ended) return;
    setAsked(false);
    setOutcome(recount ? recountInWords(recount) : RESTARTED);
    if (recount?.state === 'done') onRecounted();
  }, [ended, recount, onRecounted]);

  const begin = async () => {
    setOutcome('');
    try {
      const begun = await fetchAnswer<ReplicaJson>(RECOUNT_API, 'POST');
      await mutate(begun, { revalidate: false });
      setAsked(true);
    } catch (error) {
      setOutcome(failureInWords(error));
    }
  };

  return {
    replica: data ?? null,
    recounting: asked || recount?.state === 'running',
    outcome,
    recount: () => void begin(),
  };
}

const RESTARTED = 'The comparison did not come to its end: the program was restarted. Try again.';

function failureInWords(error: unknown): string {
  if (!(error instanceof ReportRequestError) || error.failure.kind === 'failed')
    return 'The comparison could not begin. Reload the page, then try again.';
  const { title, advice } = explain(error.failure);
  return `The comparison could not begin. ${title}. ${advice}`;
}
