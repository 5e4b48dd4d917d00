import { Temporal } from 'temporal-polyfill';

/** How far a zone's clocks are ahead of UTC, up to an instant. */
export interface ZoneOffset {
  /** May be negative, and in old times not a whole minute. */
  readonly seconds: number;
  /** ISO 8601 in UTC, exclusive; `null`: from here on. */
  readonly until: string | null;
}

/**
 * The offsets that a zone has from one instant to another, one after the other: a server that knows no zones can
 * work out with them on which calendar day something happened.
 * @param first ISO 8601 in UTC
 * @param last ISO 8601 in UTC, not before `first`
 */
export function zoneOffsets(timeZone: string, first: string, last: string): ZoneOffset[] {
  const offsets: ZoneOffset[] = [];
  const end = Temporal.Instant.from(last).epochMilliseconds;
  let clock = Temporal.Instant.from(first).toZonedDateTimeISO(timeZone);
  for (;;) {
    const seconds = clock.offsetNanoseconds / 1e9;
    const change = clock.getTimeZoneTransition('next');
    if (!change || change.epochMilliseconds > end) return [...offsets, { seconds, until: null }];
    offsets.push({ seconds, until: change.toInstant().toString() });
    clock = change;
  }
}
