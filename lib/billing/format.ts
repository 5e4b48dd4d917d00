import { type Currency, DECIMALS } from './money';
import type { PeriodJson } from './report-json';

/**
 * Figures of the API's answer as people read them (design: words). Every page, tooltip and card goes through here, so
 * that a figure is spelled in one way. Instants are ISO 8601; a zone is an IANA name.
 */

const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0, signDisplay: 'negative' });

/** `1234567` is `1,234,567`. */
export function formatCount(count: number): string {
  return withMinusSign(COUNT.format(count));
}

/** `countOf(1, 'user')` is `1 user`, `countOf(1200, 'user')` is `1,200 users`. */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** Indian digit grouping for rupees, western for dollars. */
const LOCALE = { USD: 'en-US', INR: 'en-IN' } as const satisfies Record<Currency, string>;
/** Decimals of an amount that is not written exactly. */
const CENTS = 2;

const moneyFormat = (currency: Currency, least: number, most: number) =>
  new Intl.NumberFormat(LOCALE[currency], {
    style: 'currency',
    currency,
    minimumFractionDigits: least,
    maximumFractionDigits: most,
    // No sign on a zero.
    signDisplay: 'negative',
  });

const perCurrency = <T>(of: (currency: Currency) => T): Readonly<Record<Currency, T>> => ({
  USD: of('USD'),
  INR: of('INR'),
});
const ROUNDED = perCurrency((currency) => moneyFormat(currency, CENTS, CENTS));
const SMALL = perCurrency((currency) => moneyFormat(currency, CENTS, DECIMALS[currency]));
const EXACT = perCurrency((currency) => moneyFormat(currency, DECIMALS[currency], DECIMALS[currency]));

/** `$1,234.56`, `₹12,34,567.89`; less than a dollar with as many decimals as it needs, up to 6: `$0.000321`. */
export function formatMoney(amount: number, currency: Currency): string {
  const format = Math.abs(amount) < 1 ? SMALL : ROUNDED;
  return withMinusSign(format[currency].format(decimalText(amount, currency)));
}

/** With every decimal that is recorded: `$45.500000`, `₹3,796.75`. */
export function formatMoneyExact(amount: number, currency: Currency): string {
  return withMinusSign(EXACT[currency].format(decimalText(amount, currency)));
}

/** A price, without zeros that say nothing: `$12`, `$0.25`, `$0.039`, `₹83.50`. */
export function formatPrice(price: number, currency: Currency): string {
  const text = formatMoney(price, currency);
  return Number.isInteger(price) ? text.replace(/\.00$/, '') : text;
}

/** The exact decimal behind the double (contract §2): Intl rounds this half up, and not its binary neighbour. */
const decimalText = (amount: number, currency: Currency) =>
  amount.toFixed(DECIMALS[currency]) as Intl.StringNumericLiteral;

/** Typographic minus: as wide as a digit, so that negative amounts line up. */
const withMinusSign = (text: string): string => text.replace('-', '−');

const PERCENT = new Intl.NumberFormat('en-US', {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: 'negative',
});
const LEAST_PERCENT = 0.001;

/** `0.1234` is `12.3%`; what is there but under a tenth of a percent is `<0.1%`, not `0.0%`. */
export function formatShare(share: number): string {
  if (share > 0 && share < LEAST_PERCENT) return `<${PERCENT.format(LEAST_PERCENT)}`;
  return withMinusSign(PERCENT.format(share));
}

const instantFormats = new Map<string, Intl.DateTimeFormat>();

function instantFormat(timeZone: string): Intl.DateTimeFormat {
  const known = instantFormats.get(timeZone);
  if (known) return known;
  // Made once for each zone: making one takes as long as writing hundreds of instants.
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  instantFormats.set(timeZone, made);
  return made;
}

/** The parts by name, because no locale of Intl writes `22 Nov 2026` (British English writes `Sept`). */
function instantParts(instant: string, timeZone: string) {
  const parts = instantFormat(timeZone).formatToParts(new Date(instant));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  return {
    date: `${part('day')} ${part('month')} ${part('year')}`,
    clock: `${part('hour')}:${part('minute')}:${part('second')}`,
  };
}

/** `22 Nov 2026, 17:33:10 (Asia/Kolkata)`. */
export function formatInstant(instant: string, timeZone: string): string {
  const { date, clock } = instantParts(instant, timeZone);
  return `${date}, ${clock} (${timeZone})`;
}

/** The day in the zone: `22 Nov 2026`. */
export function formatDay(instant: string, timeZone: string): string {
  return instantParts(instant, timeZone).date;
}

/** The time of day in the zone: `17:33:10`. */
export function formatClock(instant: string, timeZone: string): string {
  return instantParts(instant, timeZone).clock;
}

/** The zone in words, whatever the season: `India Standard Time (Asia/Kolkata)`. */
export function formatZone(timeZone: string): string {
  const name = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longGeneric' })
    .formatToParts(0)
    .find((part) => part.type === 'timeZoneName')?.value;
  return name === undefined || name === timeZone ? timeZone : `${name} (${timeZone})`;
}

/** The period in words: `All time`, `22 Nov 2026`, `1 Apr 2026 – 30 Apr 2026`, `Since 1 Apr 2026`. */
export function formatPeriod({ from, to }: Pick<PeriodJson, 'from' | 'to'>): string {
  if (from === null && to === null) return 'All time';
  if (to === null) return `Since ${formatDate(from)}`;
  if (from === null) return `Until ${formatDate(to)}`;
  return from === to ? formatDate(from) : `${formatDate(from)} – ${formatDate(to)}`;
}

/** A calendar date has no zone; read and written in the same one it stays what it is. */
const formatDate = (date: string | null): string =>
  date === null ? '' : formatDay(`${date}T00:00:00Z`, 'UTC');

const TIME_AGO = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The largest unit that fits at least once is used; lengths of months and years are those of the calendar's mean. */
const UNITS = [
  ['year', 365.2425 * DAY],
  ['month', 30.436875 * DAY],
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
] as const satisfies readonly (readonly [Intl.RelativeTimeFormatUnit, number])[];

/** How long before `now` (milliseconds) an instant was, in whole units: `3 hours ago`, `just now`. */
export function formatTimeAgo(instant: string, now: number): string {
  const seconds = (now - Date.parse(instant)) / 1000;
  const unit = UNITS.find(([, length]) => Math.abs(seconds) >= length);
  return unit ? TIME_AGO.format(-Math.trunc(seconds / unit[1]), unit[0]) : 'just now';
}
