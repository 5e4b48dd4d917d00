import { Temporal } from 'temporal-polyfill';
import type { PeriodName } from './report-parameters';

/**
 * The span of time that a report covers (FOCUS: charge period), as two calendar dates in the reporting zone
 * and as the instants between which they lie. `null` on a side: no bound there.
 */
export interface ChargePeriod extends DateRange {
  /** The name by which it was chosen; `null`: by its dates. */
  readonly name: PeriodName | null;
  /** First instant, ISO 8601 in UTC, inclusive. */
  readonly start: string | null;
  /** First instant after the period, ISO 8601 in UTC, exclusive. */
  readonly end: string | null;
  /** IANA name of the reporting zone, in which days begin. */
  readonly timeZone: string;
}

/** Two calendar dates `YYYY-MM-DD`, both inclusive, either of which may be missing. */
export interface DateRange {
  readonly from: string | null;
  readonly to: string | null;
}

/** A period as a question names it: by name, so that it moves on with the calendar, or by its dates. */
export type PeriodChoice = PeriodName | DateRange;

/** How the reporting zone counts days, quarters and years. */
export interface ReportingCalendar {
  /** IANA name. */
  readonly timeZone: string;
  /** 1 to 12: the month in which financial years, and the quarters in them, begin. */
  readonly fiscalYearStartMonth: number;
}

/**
 * @param choice a name, or valid dates (`isCalendarDate`) with `from` not after `to`
 * @param today the calendar date in the reporting zone
 */
export function chargePeriod(choice: PeriodChoice, today: string, calendar: ReportingCalendar): ChargePeriod {
  if (typeof choice !== 'string') return periodOf(choice, null, calendar.timeZone);
  const dates = NAMED_DATES[choice](Temporal.PlainDate.from(today), calendar.fiscalYearStartMonth);
  return periodOf(dates, choice, calendar.timeZone);
}

/** The calendar date of an instant (ISO 8601) in a zone. */
export function calendarDate(instant: string, timeZone: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/**
 * The period to compare with. For the month, quarter or year that a name stands for: the one before, and of a
 * running one the same part of it. For other spans: as many days, just before. `null` where a side is open.
 */
export function previousPeriod({ name, from, to, timeZone }: ChargePeriod): ChargePeriod | null {
  if (from === null || to === null) return null;
  const [first, last] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)];
  const months = name === null ? undefined : UNIT_MONTHS[name];
  const dates = months === undefined ? asManyDaysBefore(first, last) : samePartBefore(first, last, months);
  return periodOf(dates, null, timeZone);
}

function periodOf({ from, to }: DateRange, name: PeriodName | null, timeZone: string): ChargePeriod {
  return {
    name,
    from,
    to,
    start: from && startOfDay(Temporal.PlainDate.from(from), timeZone),
    end: to && startOfDay(Temporal.PlainDate.from(to).add({ days: 1 }), timeZone),
    timeZone,
  };
}

/** The day's first instant: 00:00 in the zone, or what follows it where the clocks skip midnight. */
function startOfDay(date: Temporal.PlainDate, timeZone: string): string {
  return date.toZonedDateTime({ timeZone }).toInstant().toString();
}

const dates = (first: Temporal.PlainDate, last: Temporal.PlainDate): DateRange => ({
  from: first.toString(),
  to: last.toString(),
});

type NamedDates = (today: Temporal.PlainDate, fiscalYearStartMonth: number) => DateRange;

const lastDays =
  (days: number): NamedDates =>
  (today) =>
    dates(today.subtract({ days: days - 1 }), today);

const NAMED_DATES: Record<PeriodName, NamedDates> = {
  today: lastDays(1),
  yesterday: (today) => dates(today.subtract({ days: 1 }), today.subtract({ days: 1 })),
  'last-7-days': lastDays(7),
  'last-30-days': lastDays(30),
  'last-90-days': lastDays(90),
  'this-month': (today) => dates(today.with({ day: 1 }), today),
  'last-month': (today) => {
    const first = today.with({ day: 1 });
    return dates(first.subtract({ months: 1 }), first.subtract({ days: 1 }));
  },
  'this-quarter': (today, month) => dates(monthsInto(today, monthsSince(today, month) % 3), today),
  'this-financial-year': (today, month) => dates(monthsInto(today, monthsSince(today, month)), today),
  'all-time': () => ({ from: null, to: null }),
};

/** Whole months from the beginning of the financial year to this one: 0 to 11. */
const monthsSince = (today: Temporal.PlainDate, fiscalYearStartMonth: number): number =>
  (today.month - fiscalYearStartMonth + 12) % 12;

const monthsInto = (today: Temporal.PlainDate, months: number): Temporal.PlainDate =>
  today.with({ day: 1 }).subtract({ months });

/** The length of what a name stands for, where that is a unit of the calendar. */
const UNIT_MONTHS: Partial<Record<PeriodName, number>> = {
  'this-month': 1,
  'last-month': 1,
  'this-quarter': 3,
  'this-financial-year': 12,
};

function asManyDaysBefore(first: Temporal.PlainDate, last: Temporal.PlainDate): DateRange {
  const days = first.until(last).days + 1;
  return dates(first.subtract({ days }), first.subtract({ days: 1 }));
}

/** A whole unit is compared with the whole one before, be that longer or shorter; a part up to the same date. */
function samePartBefore(first: Temporal.PlainDate, last: Temporal.PlainDate, months: number): DateRange {
  const isWhole = last.add({ days: 1 }).equals(first.add({ months }));
  return dates(first.subtract({ months }), isWhole ? first.subtract({ days: 1 }) : last.subtract({ months }));
}

/** True for a date that exists, from 0001-01-01 to 9999-12-31, written `YYYY-MM-DD`. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}
