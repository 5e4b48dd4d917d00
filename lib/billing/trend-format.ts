import { countOf, formatCount, formatMoney, formatPeriod, formatPrice } from './format';
import { MEASURES } from './measures';
import { type BucketLength, TREND_MEASURES, type TrendMeasure } from './report-parameters';
import type { BarSpan, TrendBar, TrendFigures } from './trend-figures';

/** The figures and dates of a trend as people read them, on its axes and in words. */

const unitOf = (measure: TrendMeasure) => MEASURES[TREND_MEASURES[measure].measure].unit;

/** `$1,234.56`, `₹12,34,567.89`, `1,234`. */
export function formatFigure(value: number, measure: TrendMeasure): string {
  const unit = unitOf(measure);
  return unit === 'count' ? formatCount(value) : formatMoney(value, unit);
}

const DIGITS = { maximumSignificantDigits: 3, signDisplay: 'negative' } as const;
const COMPACT = {
  count: new Intl.NumberFormat('en-US', { ...DIGITS, notation: 'compact' }),
  USD: new Intl.NumberFormat('en-US', { ...DIGITS, notation: 'compact', style: 'currency', currency: 'USD' }),
  INR: new Intl.NumberFormat('en-IN', { ...DIGITS, notation: 'compact', style: 'currency', currency: 'INR' }),
};
const LAKH = 100_000;

/** A round figure in the little room beside an axis: `$1.2K`, `₹1.2L`, `₹3Cr`, `25M`. */
export function formatTick(value: number, measure: TrendMeasure): string {
  const unit = unitOf(measure);
  // Intl shortens thousands of rupees too, in some browsers to `T`.
  if (unit === 'INR' && Math.abs(value) < LAKH) return formatPrice(value, 'INR');
  return COMPACT[unit].format(value).replace('-', '−');
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

const monthOf = (date: string): string => MONTHS[Number(date.slice(5, 7)) - 1] ?? '';

/** A date in the little room below an axis: `12 Nov`, for months `Nov`. */
export function formatAxisDate(date: string, every: BucketLength): string {
  return every === 'month' ? monthOf(date) : `${Number(date.slice(8))} ${monthOf(date)}`;
}

/** The days of a bar: `12 Nov 2026`, `9 Nov 2026 – 15 Nov 2026`, a whole month `Nov 2026`. */
export function formatBarDates({ from, to }: Pick<TrendBar, 'from' | 'to'>): string {
  return isWholeMonth(from, to) ? `${monthOf(from)} ${from.slice(0, 4)}` : formatPeriod({ from, to });
}

function isWholeMonth(from: string, to: string): boolean {
  if (!from.endsWith('-01') || from.slice(0, 7) !== to.slice(0, 7)) return false;
  const dayAfter = new Date(`${to}T00:00:00Z`);
  dayAfter.setUTCDate(dayAfter.getUTCDate() + 1);
  return dayAfter.getUTCDate() === 1;
}

export const LENGTH_LABELS = { day: 'Daily', week: 'Weekly', month: 'Monthly' } as const satisfies Record<
  BucketLength,
  string
>;

/** `1 day`, `3 weeks`. */
export function spanInWords({ first, last }: BarSpan, every: BucketLength): string {
  return countOf(last - first + 1, every);
}

/** All of a bar for those who can't see it: `12 Nov 2026, so far, $12.34 total: gemini-2.0-flash $1.00, …`. */
export function barInWords(bar: TrendBar, { series, measure }: TrendFigures): string {
  const parts = series.flatMap(({ label }, index) => {
    const value = bar.values[index] ?? 0;
    return value === 0 ? [] : [`${label} ${formatFigure(value, measure)}`];
  });
  const total = `${formatFigure(bar.total, measure)} total`;
  return [formatBarDates(bar), ...(bar.running ? ['so far'] : []), total]
    .join(', ')
    .concat(parts.length === 0 ? '' : `: ${parts.join(', ')}`);
}
