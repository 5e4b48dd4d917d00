import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  calendarDate,
  chargePeriod,
  isCalendarDate,
  type PeriodChoice,
  previousPeriod,
  type ReportingCalendar,
} from './charge-period';
import { PERIOD_NAMES, type PeriodName } from './report-parameters';

const INDIA: ReportingCalendar = { timeZone: 'Asia/Kolkata', fiscalYearStartMonth: 4 };
const TODAY = '2026-11-22';

const hours = (start: string | null, end: string | null) =>
  (Date.parse(end ?? '') - Date.parse(start ?? '')) / 3_600_000;

const periodIn = (timeZone: string, choice: PeriodChoice) =>
  chargePeriod(choice, TODAY, { timeZone, fiscalYearStartMonth: 4 });

const dates = ({ from, to }: { from: string | null; to: string | null }) => [from, to];

describe('a period by its dates', () => {
  test('begins at midnight of the first day and ends at midnight after the last, in the zone', () => {
    expect(chargePeriod({ from: '2026-04-01', to: '2026-04-30' }, TODAY, INDIA)).toEqual({
      name: null,
      from: '2026-04-01',
      to: '2026-04-30',
      start: '2026-03-31T18:30:00Z',
      end: '2026-04-30T18:30:00Z',
      timeZone: 'Asia/Kolkata',
    });
  });

  test('has no bound on a side without a date', () => {
    expect(periodIn('UTC', { from: null, to: null })).toMatchObject({ start: null, end: null });
    expect(periodIn('UTC', { from: '2026-01-01', to: null })).toMatchObject({ end: null });
  });

  test('a day on which the clocks go forward has 23 hours, one on which they go back 25', () => {
    const day = (date: string) => periodIn('America/New_York', { from: date, to: date });
    expect(hours(day('2025-03-09').start, day('2025-03-09').end)).toBe(23);
    expect(hours(day('2025-11-02').start, day('2025-11-02').end)).toBe(25);
  });

  test('a day whose midnight the clocks skip begins when the clocks arrive', () => {
    // Brazil's summer time began at 00:00, which became 01:00.
    expect(periodIn('America/Sao_Paulo', { from: '2018-11-04', to: null }).start).toBe(
      '2018-11-04T03:00:00Z',
    );
  });

  test('each day begins where the one before ends, in every zone', () => {
    const days = fc.date({ min: new Date('1971-01-01'), max: new Date('2099-12-30'), noInvalidDate: true });
    const zones = fc.constantFrom(
      'Asia/Kolkata',
      'America/New_York',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'UTC',
    );
    fc.assert(
      fc.property(days, zones, (date, zone) => {
        const day = date.toISOString().slice(0, 10);
        const next = new Date(date.getTime() + 86_400_000).toISOString().slice(0, 10);
        expect(periodIn(zone, { from: null, to: day }).end).toBe(
          periodIn(zone, { from: next, to: null }).start,
        );
      }),
    );
  });

  test('reaches from the first year to the last', () => {
    expect(periodIn('UTC', { from: '0001-01-01', to: '9999-12-31' })).toMatchObject({
      start: '0001-01-01T00:00:00Z',
      end: '+010000-01-01T00:00:00Z',
    });
  });
});

describe('a period by its name', () => {
  test.each<[PeriodName, string | null, string | null]>([
    ['today', '2026-11-22', '2026-11-22'],
    ['yesterday', '2026-11-21', '2026-11-21'],
    ['last-7-days', '2026-11-16', '2026-11-22'],
    ['last-30-days', '2026-10-24', '2026-11-22'],
    ['last-90-days', '2026-08-25', '2026-11-22'],
    ['this-month', '2026-11-01', '2026-11-22'],
    ['last-month', '2026-10-01', '2026-10-31'],
    ['this-quarter', '2026-10-01', '2026-11-22'],
    ['this-financial-year', '2026-04-01', '2026-11-22'],
    ['all-time', null, null],
  ])('on 22 November 2026, %s is from %s to %s', (name, from, to) => {
    expect(chargePeriod(name, TODAY, INDIA)).toMatchObject({ name, from, to });
  });

  test.each([
    ['2026-03-31', 4, '2025-04-01', '2026-01-01'],
    ['2026-04-01', 4, '2026-04-01', '2026-04-01'],
    ['2026-01-31', 1, '2026-01-01', '2026-01-01'],
    ['2026-01-31', 2, '2025-02-01', '2025-11-01'],
    ['2026-12-31', 12, '2026-12-01', '2026-12-01'],
  ])(
    'on %s, with years from month %i, the year began on %s and the quarter on %s',
    (today, month, year, quarter) => {
      const calendar = { timeZone: 'UTC', fiscalYearStartMonth: month };
      expect(chargePeriod('this-financial-year', today, calendar).from).toBe(year);
      expect(chargePeriod('this-quarter', today, calendar).from).toBe(quarter);
    },
  );

  test('the month before January is December of the year before', () => {
    expect(dates(chargePeriod('last-month', '2026-01-15', INDIA))).toEqual(['2025-12-01', '2025-12-31']);
  });

  test('today is the date in the zone, not in London', () => {
    expect(calendarDate('2026-11-21T18:29:59Z', 'Asia/Kolkata')).toBe('2026-11-21');
    expect(calendarDate('2026-11-21T18:30:00Z', 'Asia/Kolkata')).toBe('2026-11-22');
    expect(calendarDate('2026-11-22T04:59:59Z', 'America/New_York')).toBe('2026-11-21');
  });
});

describe('the period before', () => {
  const datesBefore = (choice: PeriodChoice, today = TODAY) => {
    const previous = previousPeriod(chargePeriod(choice, today, INDIA));
    return previous && dates(previous);
  };

  test('of some days are as many days, just before', () => {
    expect(datesBefore({ from: '2026-03-03', to: '2026-03-09' })).toEqual(['2026-02-24', '2026-03-02']);
    expect(datesBefore('today')).toEqual(['2026-11-21', '2026-11-21']);
    expect(datesBefore('last-7-days')).toEqual(['2026-11-09', '2026-11-15']);
  });

  test('of a running month, quarter or year is the same part of the one before', () => {
    expect(datesBefore('this-month')).toEqual(['2026-10-01', '2026-10-22']);
    expect(datesBefore('this-quarter')).toEqual(['2026-07-01', '2026-08-22']);
    expect(datesBefore('this-financial-year')).toEqual(['2025-04-01', '2025-11-22']);
  });

  test('of a month that is over is the whole month before, however long', () => {
    expect(datesBefore('last-month')).toEqual(['2026-09-01', '2026-09-30']);
    expect(datesBefore('last-month', '2026-04-10')).toEqual(['2026-02-01', '2026-02-28']);
  });

  test('on the last day of a month is the whole month before', () => {
    expect(datesBefore('this-month', '2026-11-30')).toEqual(['2026-10-01', '2026-10-31']);
  });

  test('ends with the month before where that has no such day', () => {
    expect(datesBefore('this-month', '2026-03-30')).toEqual(['2026-02-01', '2026-02-28']);
    expect(datesBefore('this-financial-year', '2028-02-29')).toEqual(['2026-04-01', '2027-02-28']);
  });

  test('does not exist where a side is open', () => {
    expect(datesBefore('all-time')).toBeNull();
    expect(datesBefore({ from: '2026-01-01', to: null })).toBeNull();
    expect(datesBefore({ from: null, to: '2026-01-01' })).toBeNull();
  });

  test('always ends on the day before, or earlier, and never begins after it ends', () => {
    const anyDay = fc.date({ min: new Date('1990-01-01'), max: new Date('2060-12-30'), noInvalidDate: true });
    const month = fc.integer({ min: 1, max: 12 });
    const bounded = fc.constantFrom(...PERIOD_NAMES.filter((name) => name !== 'all-time'));
    fc.assert(
      fc.property(anyDay, bounded, month, (day, name, fiscalYearStartMonth) => {
        const calendar = { timeZone: 'America/New_York', fiscalYearStartMonth };
        const period = chargePeriod(name, day.toISOString().slice(0, 10), calendar);
        const previous = previousPeriod(period);
        expect(previous?.from && previous.to && previous.from <= previous.to).toBe(true);
        expect(previous?.end && period.start && previous.end <= period.start).toBe(true);
      }),
    );
  });
});

describe('isCalendarDate', () => {
  test.each(['2026-02-28', '2024-02-29', '0001-01-01', '9999-12-31'])('takes %s', (text) => {
    expect(isCalendarDate(text)).toBe(true);
  });

  test.each([
    '2025-02-30',
    '2025-13-01',
    '0000-01-01',
    '2025-1-1',
    '2025-01-01T00:00',
    ' 2025-01-01',
    '',
    '20250101',
  ])('refuses %j', (text) => {
    expect(isCalendarDate(text)).toBe(false);
  });
});
