import { expect, test } from 'vitest';
import { placeTooltip } from './place-tooltip';

const viewport = { width: 400, height: 800 };
const bubble = { width: 100, height: 30 };

test('centres the tooltip above its anchor', () => {
  expect(placeTooltip({ left: 150, top: 200, width: 60, height: 20 }, bubble, viewport)).toEqual({
    left: 130,
    top: 164,
  });
});

test('goes below an anchor at the top of the window', () => {
  expect(placeTooltip({ left: 150, top: 10, width: 60, height: 20 }, bubble, viewport).top).toBe(36);
});

test('stays 8 px inside the left and the right edge', () => {
  expect(placeTooltip({ left: 0, top: 200, width: 20, height: 20 }, bubble, viewport).left).toBe(8);
  expect(placeTooltip({ left: 390, top: 200, width: 10, height: 20 }, bubble, viewport).left).toBe(292);
});

test('keeps the start of a tooltip that is wider than the window', () => {
  expect(
    placeTooltip({ left: 50, top: 200, width: 20, height: 20 }, { width: 500, height: 30 }, viewport).left,
  ).toBe(8);
});
