import { countOf as counted, formatClock, formatCount, formatTimeAgo } from './format';
import type { RecountJson, ReplicaJson, RoundJson } from './replica-json';
import { countOf, type Difference } from './replica-status';
import { REPORT_API } from './report-view';

/** Where the replica stands, in words. */

export const REPLICA_API = `${REPORT_API}/replica`;
export const RECOUNT_API = `${REPLICA_API}/recount`;

export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** How far the first copy, or a comparison that somebody asked for, is; `null` where nothing runs. */
export function progressOf({ phase, recount }: ReplicaJson): Progress | null {
  switch (phase.name) {
    case 'copying':
      return { done: phase.copied, total: phase.total };
    case 'checking':
      return { done: phase.checked, total: phase.total };
    case 'ready':
      return recount?.state === 'running' ? { done: recount.checked, total: recount.total } : null;
    default:
      return null;
  }
}

/** The dot stays at the end of the first line where there is no room for one. */
const MEANWHILE = '\u00a0· answered by MySQL meanwhile';

/**
 * The state in one line; `null` where there is nothing to say.
 * @param now milliseconds since 1970
 */
export function stateInWords(replica: ReplicaJson, now: number): string | null {
  const { phase, last_round, recount } = replica;
  switch (phase.name) {
    case 'copying':
      return `Preparing ${progressInWords(phase.copied, phase.total)}${MEANWHILE}`;
    case 'checking':
      return `Comparing ${progressInWords(phase.checked, phase.total)}${MEANWHILE}`;
    case 'ready':
      if (recount?.state === 'running') return `Comparing ${progressInWords(recount.checked, recount.total)}`;
      return last_round
        ? `Every call checked ${formatTimeAgo(last_round.finished_at, now)}`
        : 'Every call is being checked';
    case 'failed':
      return `Answered by MySQL: ${phase.reason}`;
    default:
      return null;
  }
}

/** What a screen reader is told when the phase changes: not every step of the progress. */
export function phaseInWords({ phase }: ReplicaJson): string {
  switch (phase.name) {
    case 'copying':
    case 'checking':
      return 'A copy of the calls is being prepared; MySQL answers meanwhile';
    case 'failed':
      return `MySQL answers: ${phase.reason}`;
    default:
      return '';
  }
}

const MILLION = 1_000_000;

/** `3.1 of 10.0 million calls`, `20,000 of 310,000 calls`. What is not done is not rounded up to done. */
export function progressInWords(done: number, total: number): string {
  if (total < MILLION) return `${formatCount(done)} of ${counted(total, 'call')}`;
  return `${millions(done, Math.floor)} of ${millions(total, Math.round)} million calls`;
}

function millions(calls: number, round: (n: number) => number): string {
  const tenths = round((calls / MILLION) * 10);
  return `${formatCount(Math.floor(tenths / 10))}.${tenths % 10}`;
}

/** `nothing differed`, or `3 corrected, 1 removed, 2 added`. */
export function differenceInWords(found: Difference): string {
  if (countOf(found) === 0) return 'nothing differed';
  return (['corrected', 'removed', 'added'] as const)
    .filter((kind) => found[kind] > 0)
    .map((kind) => `${formatCount(found[kind])} ${kind}`)
    .join(', ');
}

/** What a comparison that somebody asked for came to; empty while it runs. */
export function recountInWords(recount: RecountJson): string {
  switch (recount.state) {
    case 'running':
      return '';
    case 'done': {
      const { calls, milliseconds, found } = recount.round;
      const compared = `Compared ${counted(calls, 'call')} in ${durationInWords(milliseconds)}`;
      const differed = countOf(found) > 0;
      return `${compared}: ${differenceInWords(found)}${differed ? '; the figures are up to date' : ''}.`;
    }
    case 'failed':
      return `The comparison did not come to its end: ${recount.reason}. Try again.`;
  }
}

/** `0.4 s`, `24 s`, `9 min 58 s`, `2 h 5 min`. */
export function durationInWords(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return [`${minutes} min`, ...(whole % 60 ? [`${whole % 60} s`] : [])].join(' ');
  return [`${Math.floor(minutes / 60)} h`, ...(minutes % 60 ? [`${minutes % 60} min`] : [])].join(' ');
}

export interface Guarantee {
  readonly term: string;
  readonly words: string;
}

interface Shown {
  /** When the figures on the page were looked for last, ISO 8601. */
  readonly asOf: string;
  readonly timeZone: string;
}

/** What is guaranteed of the figures, and when it was last seen to hold. */
export function guarantees(replica: ReplicaJson, { asOf, timeZone }: Shown): Guarantee[] {
  const { check_seconds, max_age_seconds, last_round, repaired } = replica;
  const within = max_age_seconds <= 1 ? 'a second or two' : spanInWords(max_age_seconds + 1);
  return [
    {
      term: 'New calls',
      words: `In the figures within ${within} of being recorded. Those shown are as of ${formatClock(asOf, timeZone)}.`,
    },
    {
      term: 'Corrected and removed calls',
      words: `Among the newest within ten seconds. Among all others within ${spanInWords(check_seconds)}: in that time every call is compared with the database once (REPLICA_CHECK_SECONDS sets it).`,
    },
    ...(last_round ? [{ term: 'Last comparison', words: roundInWords(last_round, timeZone) }] : []),
    ...(countOf(repaired) > 0
      ? [{ term: 'Since the start', words: `Repaired: ${differenceInWords(repaired)}.` }]
      : []),
  ];
}

const roundInWords = ({ finished_at, milliseconds, calls, found }: RoundJson, timeZone: string): string =>
  `Ended ${formatClock(finished_at, timeZone)}, took ${durationInWords(milliseconds)}, ${counted(calls, 'call')}: ${differenceInWords(found)}.`;

/** A span that somebody has set: `90 seconds`, `10 minutes`, `24 hours`. */
function spanInWords(seconds: number): string {
  if (seconds % 3600 === 0) return counted(seconds / 3600, 'hour');
  return seconds % 60 === 0 ? counted(seconds / 60, 'minute') : counted(Math.ceil(seconds), 'second');
}
