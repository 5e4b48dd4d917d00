/** What is known of the columnar replica of the calls. Times in milliseconds since 1970 unless said otherwise. */

/** How the replica differed from the database, in calls. */
export interface Difference {
  readonly added: number;
  readonly corrected: number;
  readonly removed: number;
}

export const NO_DIFFERENCE: Difference = { added: 0, corrected: 0, removed: 0 };

export const countOf = ({ added, corrected, removed }: Difference): number => added + corrected + removed;

export const plus = (a: Difference, b: Difference): Difference => ({
  added: a.added + b.added,
  corrected: a.corrected + b.corrected,
  removed: a.removed + b.removed,
});

/** A comparison of everything, and what it found. */
export interface Round {
  /** ISO 8601 in UTC. */
  readonly finishedAt: string;
  readonly milliseconds: number;
  readonly blocks: number;
  readonly calls: number;
  /** What was different, and is the same now. */
  readonly found: Difference;
}

/** Where the replica stands. */
export type ReplicaPhase =
  /** MySQL answers, by the configuration. */
  | { readonly name: 'off' }
  /** The table has too few calls for a copy to be worth it. */
  | { readonly name: 'small' }
  | { readonly name: 'copying'; readonly copied: number; readonly total: number }
  /** The copy is whole, and is compared with the source for the first time. */
  | { readonly name: 'checking'; readonly checked: number; readonly total: number }
  | { readonly name: 'ready' }
  /** MySQL answers until it works again. @param reason in words, without secrets */
  | { readonly name: 'failed'; readonly reason: string };

export type PhaseName = ReplicaPhase['name'];

/** False where MySQL answers by itself, and nothing is to be said of a replica. */
export const hasReplica = (phase: PhaseName): boolean => phase !== 'off' && phase !== 'small';

/** A comparison of everything that somebody asked for. `startedAt` is ISO 8601 in UTC. */
export type Recount =
  | {
      readonly state: 'running';
      readonly startedAt: string;
      readonly checked: number;
      readonly total: number;
    }
  | { readonly state: 'done'; readonly startedAt: string; readonly round: Round }
  | { readonly state: 'failed'; readonly startedAt: string; readonly reason: string };

export interface ReplicaStatus {
  readonly phase: ReplicaPhase;
  /** Calls in the replica. */
  readonly calls: number;
  /** When the source was last looked at. */
  readonly freshAt: number | null;
  readonly lastRound: Round | null;
  /** The last comparison that somebody asked for, since the program started. */
  readonly recount: Recount | null;
  /** What was different and is the same now, since the program started; new calls are no difference. */
  readonly repaired: Difference;
  /** Within so many milliseconds every call is compared once. */
  readonly checkMs: number;
  /** For so many milliseconds after a look at the source, answers are given without another one. */
  readonly maxAgeMs: number;
}
