import type { Random } from './random';

const SECOND = 1000;
const HOUR = 3_600 * SECOND;
export const DAY = 24 * HOUR;

/** India has one zone and never changes its clocks. */
const KOLKATA_OFFSET = 5.5 * HOUR;

/** How busy the hours of a day in Kolkata are, from midnight on. */
const HOURS = [
  0.02, 0.01, 0.01, 0.01, 0.01, 0.01, 0.02, 0.05, 0.2, 0.7, 1, 1, 0.9, 0.5, 0.9, 1, 1, 0.9, 0.6, 0.3, 0.15,
  0.1, 0.06, 0.03,
];
/** From Sunday on. */
const WEEKDAYS = [0.07, 1, 1, 1, 1, 0.9, 0.14];

const SPAN_DAYS = 120;
/** The calls of the last days are spread up to the moment of loading, those before them by the day of loading alone. */
const RECENT_DAYS = 4;
/** What a request leads to is over within this time. */
const AFTERMATH = 10 * 60 * SECOND;

/** The midnight (UTC) on which the day of `now` began. */
export const startOfDay = (now: number): number => Math.floor(now / DAY) * DAY;

/**
 * When each of `count` requests arrived, in order, to the second: over the 120 days up to `now`, by working
 * hours in Kolkata, with quiet nights and weekends, growing use and a few busy days.
 */
export function requestTimes(count: number, now: number, random: Random): number[] {
  const today = startOfDay(now);
  const first = today - (SPAN_DAYS - 1) * DAY;
  const recent = today - (RECENT_DAYS - 1) * DAY;
  const busyness = makeBusyness(first, random);
  // Today counts whole here, so that the hour of loading moves no request from one part to the other.
  const before = weigh(first, recent, busyness);
  const share = before / (before + weigh(recent, today + DAY, busyness));
  const early = Math.round(count * share);
  return [
    ...spread(early, first, recent, busyness, random),
    ...spread(count - early, recent, now - AFTERMATH, busyness, random),
  ];
}

type Busyness = (time: number) => number;

function makeBusyness(first: number, random: Random): Busyness {
  const days = Array.from({ length: SPAN_DAYS + 1 }, (_, day) => {
    const growth = 0.6 + (0.8 * day) / SPAN_DAYS;
    return growth * (0.8 + 0.4 * random.next());
  });
  for (const day of [23, 24, 66, 101]) days[day] = (days[day] ?? 1) * 2.4;
  return (time) => {
    const local = new Date(time + KOLKATA_OFFSET);
    const day = Math.floor((time - first) / DAY);
    return (HOURS[local.getUTCHours()] ?? 0) * (WEEKDAYS[local.getUTCDay()] ?? 0) * (days[day] ?? 1);
  };
}

/** The hours of `[from, to)`, cut at full hours in Kolkata. */
function* hoursOf(from: number, to: number): Generator<[start: number, end: number]> {
  for (let start = from; start < to; ) {
    const end = Math.min(to, Math.floor((start + KOLKATA_OFFSET) / HOUR + 1) * HOUR - KOLKATA_OFFSET);
    yield [start, end];
    start = end;
  }
}

function weigh(from: number, to: number, busyness: Busyness): number {
  let weight = 0;
  for (const [start, end] of hoursOf(from, to)) weight += busyness(start) * (end - start);
  return weight;
}

/** `count` moments of `[from, to)` in order: one in each of `count` stretches that weigh the same. */
function spread(count: number, from: number, to: number, busyness: Busyness, random: Random): number[] {
  const total = weigh(from, to, busyness);
  const times: number[] = [];
  let passed = 0;
  let next = (total * random.next()) / count;
  for (const [start, end] of hoursOf(from, to)) {
    const weight = busyness(start) * (end - start);
    while (times.length < count && next < passed + weight) {
      const time = start + ((next - passed) / weight) * (end - start);
      times.push(Math.floor(time / SECOND) * SECOND);
      next = (total * (times.length + random.next())) / count;
    }
    passed += weight;
  }
  // What the rounding of the last sums left over belongs to the end.
  while (times.length < count) times.push(Math.floor((to - SECOND) / SECOND) * SECOND);
  return times;
}
