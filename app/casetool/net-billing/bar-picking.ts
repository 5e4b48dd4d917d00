import type { BarSpan } from '@/lib/billing/trend-figures';

/** Which bars of a chart are being picked. */
export interface Picking {
  /** The bar that the keyboard or the pointer is on. */
  readonly current: number;
  /** Where the span that is being picked began; `null`: none is. */
  readonly anchor: number | null;
}

export function pickedSpan({ current, anchor }: Picking): BarSpan {
  const start = anchor ?? current;
  return { first: Math.min(start, current), last: Math.max(start, current) };
}

/** Where the keys lead, from the bar at `current` of `length`. */
const MOVES: Readonly<Record<string, (current: number, length: number) => number>> = {
  ArrowLeft: (current) => current - 1,
  ArrowRight: (current) => current + 1,
  PageUp: (current) => current - LONG_STEP,
  PageDown: (current) => current + LONG_STEP,
  Home: () => 0,
  End: (_, length) => length - 1,
};
const LONG_STEP = 7;

/** After a key; with Shift it takes the bars on the way along. `null` for a key that leads nowhere. */
export function afterKey(
  { current, anchor }: Picking,
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
  length: number,
): Picking | null {
  const move = MOVES[key];
  if (!move) return null;
  const to = Math.max(0, Math.min(length - 1, move(current, length)));
  return { current: to, anchor: shiftKey ? (anchor ?? current) : null };
}

/** The same in a chart that may have fewer bars now. */
export function within({ current, anchor }: Picking, length: number): Picking {
  const last = Math.max(0, length - 1);
  return { current: Math.min(current, last), anchor: anchor === null ? null : Math.min(anchor, last) };
}
