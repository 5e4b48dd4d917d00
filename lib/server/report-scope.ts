import 'server-only';
import { type ChargePeriod, calendarDate, chargePeriod } from '@/lib/billing/charge-period';
import type { UsageQuery } from '@/lib/billing/report-query';
import type { UsageScope } from './db/usage';
import { env } from './env';

/** The calls that a question is about, with its period's dates and instants worked out. */
export interface ReportScope extends UsageScope {
  readonly period: ChargePeriod;
}

/** The calls that a question asked at this moment is about: a named period moves on with the calendar. */
export function scopeNow({ period, filters }: UsageQuery): ReportScope {
  const { reportTimeZone: timeZone, fiscalYearStartMonth } = env();
  return { period: chargePeriod(period, today(), { timeZone, fiscalYearStartMonth }), filters };
}

/** The calendar date in the reporting zone. */
export function today(): string {
  return calendarDate(new Date().toISOString(), env().reportTimeZone);
}
