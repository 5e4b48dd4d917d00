import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  choiceTitle,
  hasPeriodBefore,
  periodPart,
  problemWithDates,
  readPeriod,
  saysPeriod,
  willHavePeriodBefore,
  withPeriod,
} from './period-view';
import { PERIOD_NAMES } from './report-parameters';
import { parseReportQuery } from './report-query';

const address = (query: string) => new URLSearchParams(query);
const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };

describe('an address asks for a period', () => {
  test('by name', () => {
    expect(readPeriod(address('period=last-month'))).toBe('last-month');
  });

  test('by its dates, either of which may be missing', () => {
    expect(readPeriod(address('from=2026-10-01&to=2026-10-31'))).toEqual(OCTOBER);
    expect(readPeriod(address('from=2026-10-01'))).toEqual({ from: '2026-10-01', to: null });
    expect(readPeriod(address('to=2026-10-31'))).toEqual({ from: null, to: '2026-10-31' });
  });

  test('or for none', () => {
    expect(readPeriod(address('search=ana'))).toBeNull();
    expect(saysPeriod(address('search=ana'))).toBe(false);
  });

  test('or for one that does not exist, which is not none', () => {
    expect(readPeriod(address('period=next-month'))).toBeNull();
    expect(readPeriod(address('period=today&from=2026-10-01'))).toBeNull();
    expect(saysPeriod(address('period=next-month'))).toBe(true);
  });
});

describe('choosing a period', () => {
  test('takes the place of the one before, and leads to the first page of users', () => {
    expect(String(withPeriod(address('period=today&model=a&page=3&sort=email'), 'last-month'))).toBe(
      'model=a&sort=email&period=last-month',
    );
    expect(String(withPeriod(address('period=today'), OCTOBER))).toBe('from=2026-10-01&to=2026-10-31');
    expect(String(withPeriod(address('from=2026-10-01&to=2026-10-31'), 'today'))).toBe('period=today');
  });

  test('without dates is choosing all time', () => {
    expect(String(withPeriod(address(''), { from: null, to: null }))).toBe('period=all-time');
  });

  test('writes an address that is read back, and understood by the API', () => {
    const date = fc.constantFrom('2026-01-31', '2026-02-01', '2026-02-28', null);
    const dates = fc
      .record({ from: date, to: date })
      .filter(({ from, to }) => from !== null || to !== null)
      .filter((range) => problemWithDates(range) === null);
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...PERIOD_NAMES), dates), (choice) => {
        const chosen = withPeriod(address('model=a'), choice);
        expect(readPeriod(chosen)).toEqual(choice);
        expect(parseReportQuery(chosen).usage.period).toEqual(choice);
      }),
    );
  });
});

test('the part of an address about the period leaves out the rest', () => {
  expect(periodPart(address('model=a&from=2026-10-01&page=2&to=2026-10-31'))).toBe(
    'from=2026-10-01&to=2026-10-31',
  );
});

describe('there is a period before', () => {
  test('one with both its dates', () => {
    expect(hasPeriodBefore(OCTOBER)).toBe(true);
    expect(hasPeriodBefore({ ...OCTOBER, to: null })).toBe(false);
    expect(hasPeriodBefore({ ...OCTOBER, from: null })).toBe(false);
  });

  test('every named one but all time', () => {
    const without = PERIOD_NAMES.filter((name) => !willHavePeriodBefore(name));
    expect(without).toEqual(['all-time']);
    expect(willHavePeriodBefore(null)).toBe(false);
    expect(willHavePeriodBefore({ from: null, to: '2026-10-31' })).toBe(false);
  });
});

describe('the choice is told', () => {
  const november = {
    name: 'this-month',
    from: '2026-11-01',
    to: '2026-11-22',
    start: null,
    end: null,
    time_zone: 'UTC',
  } as const;

  test('with its dates once they are known', () => {
    expect(choiceTitle('this-month', null)).toBe('This month');
    expect(choiceTitle('this-month', november)).toBe('This month · 1–22 Nov 2026');
    expect(choiceTitle('last-month', november)).toBe('Last month');
  });

  test('by the dates that were chosen', () => {
    expect(choiceTitle(OCTOBER, november)).toBe('1–31 Oct 2026');
  });

  test('as all time where nothing was chosen', () => {
    expect(choiceTitle(null, november)).toBe('All time');
  });
});

test('dates in the wrong order are told in words', () => {
  expect(problemWithDates({ from: '2026-10-02', to: '2026-10-01' })).toContain(
    'The first day is after the last',
  );
  expect(problemWithDates({ from: '2026-10-01', to: '2026-10-01' })).toBeNull();
  expect(problemWithDates({ from: '2026-10-01', to: null })).toBeNull();
});
