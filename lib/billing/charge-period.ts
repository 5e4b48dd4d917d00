import { Temporal } from 'temporal-polyfill';

/**
 * The span of time that a report covers (FOCUS: charge period), as two calendar dates in the reporting zone
 * and as the instants between which they lie. `null` on a side: no bound there.
 */
export interface ChargePeriod {
  /** First day, `YYYY-MM-DD`, inclusive. */
  readonly from: string | null;
  /** Last day, `YYYY-MM-DD`, inclusive. */
  readonly to: string | null;
  /** First instant, ISO 8601 in UTC, inclusive. */
  readonly start: string | null;
  /** First instant after the period, ISO 8601 in UTC, exclusive. */
  readonly end: string | null;
  /** IANA name of the reporting zone, in which days begin. */
  readonly timeZone: string;
}

/** Two calendar dates, both inclusive, either of which may be missing. */
export interface DateRange {
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * @param dates valid dates (`isCalendarDate`), `from` not after `to`
 * @param timeZone IANA name
 */
export function chargePeriod({ from, to }: DateRange, timeZone: string): ChargePeriod {
  return {
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
