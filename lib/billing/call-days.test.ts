import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CallDay, type CallStretch, everyStretch, inOrderOfDays, stretchAt } from './call-days';

const DAYS: readonly CallDay[] = [
  { day: '2026-04-03', calls: 10 },
  { day: '2026-04-02', calls: 100 },
  { day: null, calls: 5 },
];

describe('a run of calls is looked for', () => {
  test('on the days that it lies in, from the nearer end', () => {
    expect(stretchAt(DAYS, { order: 'desc', offset: 0, limit: 5 })).toEqual({
      first: '2026-04-03',
      last: '2026-04-03',
      order: 'desc',
      offset: 0,
      limit: 5,
    });
    expect(stretchAt(DAYS, { order: 'desc', offset: 100, limit: 8 })).toEqual({
      first: '2026-04-02',
      last: '2026-04-02',
      order: 'asc',
      offset: 2,
      limit: 8,
    });
  });

  test('over several days, down to those without a date', () => {
    expect(stretchAt(DAYS, { order: 'desc', offset: 5, limit: 1_000 })).toEqual({
      first: null,
      last: '2026-04-03',
      order: 'asc',
      offset: 0,
      limit: 110,
    });
  });

  test('among those without a date alone', () => {
    expect(stretchAt(DAYS, { order: 'asc', offset: 0, limit: 5 })).toMatchObject({ first: null, last: null });
  });

  test('nowhere past the last', () => {
    expect(stretchAt(DAYS, { order: 'desc', offset: 115, limit: 5 })).toBeNull();
    expect(stretchAt([], { order: 'desc', offset: 0, limit: 5 })).toBeNull();
  });
});

/** What a database would read: the calls of some days as [day, number], newest first. */
function read(days: readonly CallDay[], { first, last, order, offset, limit }: CallStretch): string[] {
  const inside = days.filter(
    ({ day }) =>
      (day ?? '') >= (first ?? '') && (day ?? '') <= (last ?? '') && (first === null || day !== null),
  );
  const calls = inside.flatMap(({ day, calls }) => Array.from({ length: calls }, (_, n) => `${day} ${n}`));
  const read = order === 'desc' ? calls : calls.reverse();
  return read.slice(offset, offset + limit);
}

test('the runs one after the other are all calls, each once, in order; none passes over more than a day', () => {
  const anyDays = fc
    .uniqueArray(fc.constantFrom('2026-04-01', '2026-04-02', '2026-04-03', '2026-04-05', null), {
      maxLength: 5,
    })
    .chain((days) =>
      fc.tuple(...days.map((day) => fc.integer({ min: 1, max: 9 }).map((calls) => ({ day, calls })))),
    );
  fc.assert(
    fc.property(
      anyDays,
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom('asc', 'desc'),
      (unordered, limit, order) => {
        const days = inOrderOfDays(unordered as CallDay[], (a) => a);
        const all = days.flatMap(({ day, calls }) => Array.from({ length: calls }, (_, n) => `${day} ${n}`));
        const listed: string[] = [];
        for (let offset = 0; ; offset += limit) {
          const stretch = stretchAt(days, { order, offset, limit });
          if (!stretch) break;
          expect(stretch.offset).toBeLessThan(9);
          const rows = read(days, stretch);
          listed.push(...(stretch.order === order ? rows : rows.reverse()));
        }
        const whole = order === 'desc' ? all : [...all].reverse();
        expect(listed).toEqual(whole);
        const stretches = [...everyStretch(days, order, limit)];
        expect(stretches.flatMap((stretch) => read(days, stretch))).toEqual(whole);
        for (const stretch of stretches) expect(stretch).toMatchObject({ order });
      },
    ),
  );
});

test('days past what every TIMESTAMP holds are looked for at its ends', () => {
  const add = (a: CallDay, b: CallDay) => ({ ...a, calls: a.calls + b.calls });
  const days = [
    { day: '2106-01-01', calls: 1 },
    { day: '1960-05-05', calls: 2 },
    { day: null, calls: 4 },
    { day: '2026-04-01', calls: 8 },
    { day: '2038-01-19', calls: 16 },
  ];
  expect(inOrderOfDays(days, add)).toEqual([
    { day: '2038-01-19', calls: 17 },
    { day: '2026-04-01', calls: 8 },
    { day: null, calls: 6 },
  ]);
});

test('a file is read by whole days, and a day of too many calls in parts', () => {
  expect([...everyStretch(DAYS, 'desc', 60)]).toEqual([
    { first: '2026-04-03', last: '2026-04-03', order: 'desc', offset: 0, limit: 10 },
    { first: '2026-04-02', last: '2026-04-02', order: 'desc', offset: 0, limit: 60 },
    { first: '2026-04-02', last: '2026-04-02', order: 'desc', offset: 60, limit: 40 },
    { first: null, last: null, order: 'desc', offset: 0, limit: 5 },
  ]);
});
