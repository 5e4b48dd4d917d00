import type { DateRange, PeriodChoice } from './charge-period';
import { periodTitle } from './period-words';
import type { PeriodJson } from './report-json';
import { PERIOD_NAMES, PERIODS } from './report-parameters';

/** The period in an address: by name (`period`), or by its dates (`from`, `to`), as the API's question has it. */
const PARAMETERS = ['period', 'from', 'to'] as const;

/** The period that an address asks for; `null` where it names none, or one that the API will refuse. */
export function readPeriod(address: URLSearchParams): PeriodChoice | null {
  const [name, from, to] = PARAMETERS.map((parameter) => address.get(parameter));
  if (from || to) return name === null ? { from: from || null, to: to || null } : null;
  return PERIOD_NAMES.find((known) => known === name) ?? null;
}

/** True where an address says anything about its period, right or wrong. */
export function saysPeriod(address: URLSearchParams): boolean {
  return PARAMETERS.some((parameter) => address.has(parameter));
}

/** The period's part of an address: equal for two views of the same period. */
export function periodPart(address: URLSearchParams): string {
  return String(new URLSearchParams([...address].filter(([name]) => isParameter(name))));
}

/** All that an address says, of another period: its list of users starts at the first page again. */
export function withPeriod(address: URLSearchParams, choice: PeriodChoice): URLSearchParams {
  const next = new URLSearchParams([...address].filter(([name]) => !isParameter(name) && name !== 'page'));
  if (typeof choice === 'string') next.set('period', choice);
  else if (isOpen(choice)) next.set('period', 'all-time');
  else for (const side of ['from', 'to'] as const) if (choice[side] !== null) next.set(side, choice[side]);
  return next;
}

const isParameter = (name: string): boolean => PARAMETERS.some((parameter) => parameter === name);
const isOpen = ({ from, to }: DateRange): boolean => from === null && to === null;

/** True where there is a period before it to compare with: it has both its dates. */
export function hasPeriodBefore({ from, to }: Pick<PeriodJson, 'from' | 'to'>): boolean {
  return from !== null && to !== null;
}

/** The same of a choice whose dates are not worked out yet. */
export function willHavePeriodBefore(choice: PeriodChoice | null): boolean {
  if (choice === null) return false;
  return typeof choice === 'string' ? choice !== 'all-time' : hasPeriodBefore(choice);
}

/**
 * What the picker says is chosen, at once: a named period has its dates as soon as they are known.
 * @param known the period of the figures on the page, which may still be another one
 */
export function choiceTitle(choice: PeriodChoice | null, known: PeriodJson | null): string {
  if (choice !== null && typeof choice === 'object') return periodTitle({ name: null, ...choice });
  const name = choice ?? 'all-time';
  return known?.name === name ? periodTitle(known) : PERIODS[name].label;
}

/** What is wrong with two dates that somebody chose, and what to do; `null`: nothing. */
export function problemWithDates({ from, to }: DateRange): string | null {
  if (from === null || to === null || from <= to) return null;
  return 'The first day is after the last. Choose an earlier first day, or a later last one.';
}
