import { expect, test } from 'vitest';
import { waitInWords } from './wait-in-words';

test('counts seconds below a minute', () => {
  expect(waitInWords(1)).toBe('1 second');
  expect(waitInWords(59)).toBe('59 seconds');
});

test('rounds up to whole minutes, so that nobody comes too early', () => {
  expect(waitInWords(60)).toBe('1 minute');
  expect(waitInWords(61)).toBe('2 minutes');
  expect(waitInWords(900)).toBe('15 minutes');
});

test('says a moment where the server did not say how long', () => {
  expect(waitInWords(0)).toBe('a moment');
  expect(waitInWords(Number.NaN)).toBe('a moment');
});
