import type { Difference, Recount, ReplicaPhase, ReplicaStatus, Round } from './replica-status';

/** The state of the replica under the API's names. Instants are ISO 8601 with Z. */
export interface ReplicaJson {
  readonly phase: ReplicaPhase;
  /** Calls in the replica. */
  readonly calls: number;
  /** When the database was last looked at for new calls. */
  readonly as_of: string | null;
  /** The last comparison of every call. */
  readonly last_round: RoundJson | null;
  /** The last one that somebody asked for. */
  readonly recount: RecountJson | null;
  /** What was different and is the same now, since the program started. */
  readonly repaired: Difference;
  /** Within this time every call is compared once. */
  readonly check_seconds: number;
  /** For so long after a look at the database, answers are given without another one. */
  readonly max_age_seconds: number;
}

export interface RoundJson {
  readonly finished_at: string;
  readonly milliseconds: number;
  readonly blocks: number;
  readonly calls: number;
  readonly found: Difference;
}

export type RecountJson =
  | {
      readonly state: 'running';
      readonly started_at: string;
      readonly checked: number;
      readonly total: number;
    }
  | { readonly state: 'done'; readonly started_at: string; readonly round: RoundJson }
  | { readonly state: 'failed'; readonly started_at: string; readonly reason: string };

export function toReplicaJson(status: ReplicaStatus): ReplicaJson {
  const { phase, calls, freshAt, lastRound, recount, repaired, checkMs, maxAgeMs } = status;
  return {
    phase,
    calls,
    as_of: freshAt === null ? null : new Date(freshAt).toISOString(),
    last_round: lastRound && toRoundJson(lastRound),
    recount: recount && toRecountJson(recount),
    repaired,
    check_seconds: checkMs / 1000,
    max_age_seconds: maxAgeMs / 1000,
  };
}

const toRoundJson = ({ finishedAt, ...rest }: Round): RoundJson => ({ finished_at: finishedAt, ...rest });

function toRecountJson(recount: Recount): RecountJson {
  const started_at = recount.startedAt;
  switch (recount.state) {
    case 'running':
      return { state: 'running', started_at, checked: recount.checked, total: recount.total };
    case 'done':
      return { state: 'done', started_at, round: toRoundJson(recount.round) };
    case 'failed':
      return { state: 'failed', started_at, reason: recount.reason };
  }
}
