import { expect, test } from 'vitest';
import { zoneOffsets } from './zone-offsets';

test('a zone whose clocks never change has one offset', () => {
  expect(zoneOffsets('Asia/Kolkata', '2000-01-01T00:00:00Z', '2030-01-01T00:00:00Z')).toEqual([
    { seconds: 19_800, until: null },
  ]);
});

test('a zone with summer time has one for each part of the year', () => {
  expect(zoneOffsets('America/New_York', '2025-01-01T00:00:00Z', '2025-12-31T00:00:00Z')).toEqual([
    { seconds: -18_000, until: '2025-03-09T07:00:00Z' },
    { seconds: -14_400, until: '2025-11-02T06:00:00Z' },
    { seconds: -18_000, until: null },
  ]);
});

test('the last one holds from the last change on', () => {
  expect(zoneOffsets('America/New_York', '2025-06-01T00:00:00Z', '2025-06-02T00:00:00Z')).toEqual([
    { seconds: -14_400, until: null },
  ]);
});
