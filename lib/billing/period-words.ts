import { formatDay, formatPeriod } from './format';
import type { PeriodJson } from './report-json';
import { PERIODS } from './report-parameters';

/** Periods as people name them. Dates are calendar dates `YYYY-MM-DD`, both inclusive. */

type Dates = Pick<PeriodJson, 'from' | 'to'>;

/** The dates without saying anything twice: `1–22 Nov 2026`, `28 Oct – 3 Nov 2026`, `22 Nov 2026`, `Since 1 Apr 2026`. */
export function formatDates({ from, to }: Dates): string {
  if (from === null || to === null || from === to) return formatPeriod({ from, to });
  const [first, last] = [partsOf(from), partsOf(to)];
  if (first.year !== last.year) return `${textOf(first)} – ${textOf(last)}`;
  if (first.month !== last.month) return `${first.day} ${first.month} – ${textOf(last)}`;
  return `${first.day}–${textOf(last)}`;
}

/** The period in one line: `This month · 1–22 Nov 2026`; by its dates alone where it has no name. */
export function periodTitle(period: Pick<PeriodJson, 'name' | 'from' | 'to'>): string {
  const name = periodName(period);
  return name === null ? formatDates(period) : `${name} · ${formatDates(period)}`;
}

/**
 * With every date whole, and whether more is to come: `This month`, `1 Nov 2026 – 22 Nov 2026, so far`.
 * @param now ISO 8601
 */
export function periodInFull(period: PeriodJson, now: string): { name: string | null; dates: string } {
  return {
    name: periodName(period),
    dates: formatPeriod(period) + (isRunning(period, now) ? ', so far' : ''),
  };
}

/** The name to stand beside the dates; `null` where there is none, and for all time, which is called so already. */
export function periodName({ name, from, to }: Pick<PeriodJson, 'name' | 'from' | 'to'>): string | null {
  return name === null || (from === null && to === null) ? null : PERIODS[name].label;
}

/** True while a period that has an end has begun and is not over. */
export function isRunning({ start, end }: Pick<PeriodJson, 'start' | 'end'>, now: string): boolean {
  const moment = Date.parse(now);
  return end !== null && moment < Date.parse(end) && (start === null || moment >= Date.parse(start));
}

interface DateParts {
  readonly day: string;
  readonly month: string;
  readonly year: string;
}

/** A calendar date has no zone; read and written in the same one it stays what it is. */
function partsOf(date: string): DateParts {
  const [day = '', month = '', year = ''] = formatDay(`${date}T00:00:00Z`, 'UTC').split(' ');
  return { day, month, year };
}

const textOf = ({ day, month, year }: DateParts): string => `${day} ${month} ${year}`;
