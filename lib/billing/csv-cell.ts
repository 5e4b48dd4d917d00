import { DECIMALS } from './money';

/** A cell as it stands in a file: text is defused, numbers are plain decimals. */
export type Cell = string;

export const EMPTY = (): Cell => '';

/** A count, as digits alone. */
export const count = (value: number): Cell => BigInt(Math.round(value)).toString();
/** Contract §2: printing the nearest double with the currency's decimals gives the exact amount back. */
export const usd = (value: number): Cell => value.toFixed(DECIMALS.USD);
export const inr = (value: number): Cell => value.toFixed(DECIMALS.INR);

/** Calendar date and time of day in the zone, sortable: `2026-11-22 17:33:10`. */
export function localTime(instant: Date, timeZone: string): Cell {
  return clockOf(timeZone).format(instant);
}

/** Making one takes many times as long as using it, and a file has a time on each of 100,000 lines. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  // Swedish writes dates the ISO way.
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  clocks.set(timeZone, clock);
  return clock;
}

/**
 * Text that a spreadsheet would run as a formula (OWASP: CSV injection), made harmless by an apostrophe in
 * front, which spreadsheets show as text. A formula starts with `=`, `+`, `-` or `@`, or their full-width forms,
 * also after white space or characters that are not shown; a tab or line break at the start is defused too.
 *
 * Only for text: a number keeps its sign and stays a number.
 *
 * Text that begins with apostrophes before such a start gets one more, so that no two texts become the same and
 * `fuseText` can give the original back.
 */
export function defuseText(text: string): string {
  return FORMULA_START.test(text) ? `'${text}` : text;
}

/** The inverse of `defuseText`. */
export function fuseText(text: string): string {
  return text.startsWith("'") && FORMULA_START.test(text.slice(1)) ? text.slice(1) : text;
}

const FORMULA_START = /^'*(?:[\s\p{Z}\p{C}]*[=+\-@＝＋－＠﹦﹢﹣﹫−]|[\t\r\n])/u;
