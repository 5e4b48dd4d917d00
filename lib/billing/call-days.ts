import type { SortOrder } from './report-parameters';

/** How many calls a UTC day has; those without a date are together under `null`, before every day. */
export interface CallDay {
  readonly day: string | null;
  readonly calls: number;
}

/** A run of calls in the order of time, as it is read: by the days that it lies in, from their nearer end. */
export interface CallStretch {
  /** UTC days, both inclusive; `first` is `null` where calls without a date are among them, `last` where only they are. */
  readonly first: string | null;
  readonly last: string | null;
  /** The direction that it is read in. */
  readonly order: SortOrder;
  /** Calls of these days that are passed over, in that direction. */
  readonly offset: number;
  readonly limit: number;
}

/**
 * The days of a count, newest first, each once. What lies outside of the instants that every TIMESTAMP column can hold
 * is added to what is at that end: no bound of a day is ever outside of them.
 */
export function inOrderOfDays<Day extends CallDay>(
  days: readonly Day[],
  add: (a: Day, b: Day) => Day,
): readonly Day[] {
  const byDay = new Map<string | null, Day>();
  for (const each of days) {
    const day = withinTimestamps(each.day);
    const known = byDay.get(day);
    byDay.set(day, { ...(known ? add(known, each) : each), day });
  }
  return [...byDay.values()].sort(({ day: a }, { day: b }) => ((a ?? '') < (b ?? '') ? 1 : -1));
}

const FIRST_DAY = '1970-01-02';
const LAST_DAY = '2038-01-19';

function withinTimestamps(day: string | null): string | null {
  if (day === null || day < FIRST_DAY) return null;
  return day > LAST_DAY ? LAST_DAY : day;
}

/**
 * Where a run of calls lies, so that reading it passes over the calls of a day at most, never over all before it.
 * @param days newest first (`inOrderOfDays`)
 * @param order the direction that `offset` counts in
 * @returns `null` where there are no calls at that offset
 */
export function stretchAt(
  days: readonly CallDay[],
  { order, offset, limit }: Pick<CallStretch, 'order' | 'offset' | 'limit'>,
): CallStretch | null {
  const all = days.reduce((sum, { calls }) => sum + calls, 0);
  const count = Math.min(limit, all - offset);
  if (count <= 0) return null;
  const newer = order === 'desc' ? offset : all - offset - count;
  const { from, to, before } = daysOf(days, newer, count);
  const within = days.slice(from, to + 1).reduce((sum, { calls }) => sum + calls, 0);
  const fromNewest = newer - before;
  const fromOldest = within - fromNewest - count;
  const between = { first: days[to]?.day ?? null, last: days[from]?.day ?? null };
  return fromNewest <= fromOldest
    ? { ...between, order: 'desc', offset: fromNewest, limit: count }
    : { ...between, order: 'asc', offset: fromOldest, limit: count };
}

/** The first and the last of the days that hold `count` calls after the `newer` newest, and how many are before them. */
function daysOf(days: readonly CallDay[], newer: number, count: number) {
  let [from, before] = [0, 0];
  for (; before + (days[from]?.calls ?? 0) <= newer; from++) before += days[from]?.calls ?? 0;
  let [to, passed] = [from, before + (days[from]?.calls ?? 0)];
  for (; passed < newer + count; passed += days[to]?.calls ?? 0) to++;
  return { from, to, before };
}

/**
 * All calls in runs of at most so many: of whole days where they fit, so that none is passed over.
 * @param days newest first
 */
export function* everyStretch(
  days: readonly CallDay[],
  order: SortOrder,
  most: number,
): Generator<CallStretch> {
  const inOrder = order === 'desc' ? days : [...days].reverse();
  let run: CallDay[] = [];
  let calls = 0;
  for (const day of inOrder) {
    if (calls > 0 && calls + day.calls > most) {
      yield* cutUp(run, calls, order, most);
      [run, calls] = [[], 0];
    }
    run.push(day);
    calls += day.calls;
  }
  if (calls > 0) yield* cutUp(run, calls, order, most);
}

function* cutUp(
  run: readonly CallDay[],
  calls: number,
  order: SortOrder,
  most: number,
): Generator<CallStretch> {
  const ends = [run[0]?.day ?? null, run.at(-1)?.day ?? null] as const;
  const [last, first] = order === 'desc' ? ends : [ends[1], ends[0]];
  for (let offset = 0; offset < calls; offset += most)
    yield { first, last, order, offset, limit: Math.min(most, calls - offset) };
}
