import { expect, test } from 'vitest';
import { placeBeside } from './place-beside';

test('stands right of the bar', () => {
  expect(placeBeside({ x: 100, width: 20 }, 200, 1_000)).toBe(128);
});

test('stands left of the bar where there is no room to its right', () => {
  expect(placeBeside({ x: 900, width: 20 }, 200, 1_000)).toBe(692);
});

test('stays inside the chart where there is room on neither side', () => {
  expect(placeBeside({ x: 150, width: 20 }, 200, 300)).toBe(100);
  expect(placeBeside({ x: 150, width: 20 }, 400, 300)).toBe(0);
});
