import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chargePeriod, isCalendarDate } from './charge-period';

const hours = (start: string | null, end: string | null) =>
  (Date.parse(end ?? '') - Date.parse(start ?? '')) / 3_600_000;

describe('chargePeriod', () => {
  test('begins at midnight of the first day and ends at midnight after the last, in the zone', () => {
    expect(chargePeriod({ from: '2026-04-01', to: '2026-04-30' }, 'Asia/Kolkata')).toEqual({
      from: '2026-04-01',
      to: '2026-04-30',
      start: '2026-03-31T18:30:00Z',
      end: '2026-04-30T18:30:00Z',
      timeZone: 'Asia/Kolkata',
    });
  });

  test('has no bound on a side without a date', () => {
    expect(chargePeriod({ from: null, to: null }, 'UTC')).toMatchObject({ start: null, end: null });
    expect(chargePeriod({ from: '2026-01-01', to: null }, 'UTC')).toMatchObject({ end: null });
  });

  test('a day on which the clocks go forward has 23 hours, one on which they go back 25', () => {
    const day = (date: string) => chargePeriod({ from: date, to: date }, 'America/New_York');
    expect(hours(day('2025-03-09').start, day('2025-03-09').end)).toBe(23);
    expect(hours(day('2025-11-02').start, day('2025-11-02').end)).toBe(25);
  });

  test('a day whose midnight the clocks skip begins when the clocks arrive', () => {
    // Brazil's summer time began at 00:00, which became 01:00.
    expect(chargePeriod({ from: '2018-11-04', to: '2018-11-04' }, 'America/Sao_Paulo').start).toBe(
      '2018-11-04T03:00:00Z',
    );
  });

  test('each day begins where the one before ends, in every zone', () => {
    const dates = fc.date({ min: new Date('1971-01-01'), max: new Date('2099-12-30'), noInvalidDate: true });
    const zones = fc.constantFrom(
      'Asia/Kolkata',
      'America/New_York',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'UTC',
    );
    fc.assert(
      fc.property(dates, zones, (date, zone) => {
        const day = date.toISOString().slice(0, 10);
        const next = new Date(date.getTime() + 86_400_000).toISOString().slice(0, 10);
        expect(chargePeriod({ from: null, to: day }, zone).end).toBe(
          chargePeriod({ from: next, to: null }, zone).start,
        );
      }),
    );
  });

  test('reaches from the first year to the last', () => {
    expect(chargePeriod({ from: '0001-01-01', to: '9999-12-31' }, 'UTC')).toMatchObject({
      start: '0001-01-01T00:00:00Z',
      end: '+010000-01-01T00:00:00Z',
    });
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
