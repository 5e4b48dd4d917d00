import { describe, expect, test } from 'vitest';
import { afterKey, pickedSpan, within } from './bar-picking';

const press = (key: string, shiftKey = false) => ({ key, shiftKey });
const on = (current: number, anchor: number | null = null) => ({ current, anchor });

describe('keys', () => {
  test.each([
    ['ArrowRight', 5, 6],
    ['ArrowLeft', 5, 4],
    ['Home', 5, 0],
    ['End', 5, 29],
    ['PageUp', 10, 3],
    ['PageDown', 10, 17],
  ])('%s leads from bar %d to %d', (key, from, to) => {
    expect(afterKey(on(from), press(key), 30)).toEqual(on(to));
  });

  test('stop at the first and at the last bar', () => {
    expect(afterKey(on(0), press('ArrowLeft'), 30)).toEqual(on(0));
    expect(afterKey(on(29), press('ArrowRight'), 30)).toEqual(on(29));
    expect(afterKey(on(27), press('PageDown'), 30)).toEqual(on(29));
  });

  test('with Shift take the bars on the way along', () => {
    const one = afterKey(on(5), press('ArrowRight', true), 30);
    expect(one).toEqual(on(6, 5));
    expect(one && afterKey(one, press('ArrowRight', true), 30)).toEqual(on(7, 5));
  });

  test('without Shift let go of them', () => {
    expect(afterKey(on(7, 5), press('ArrowRight'), 30)).toEqual(on(8));
  });

  test('that mean something else lead nowhere', () => {
    expect(afterKey(on(5), press('Tab'), 30)).toBeNull();
  });
});

describe('the span', () => {
  test('is one bar where none is being picked', () =>
    expect(pickedSpan(on(5))).toEqual({ first: 5, last: 5 }));

  test('goes from where it began, in either direction', () => {
    expect(pickedSpan(on(7, 5))).toEqual({ first: 5, last: 7 });
    expect(pickedSpan(on(3, 5))).toEqual({ first: 3, last: 5 });
  });

  test('stays inside a chart that has fewer bars now', () => {
    expect(within(on(40, 2), 30)).toEqual(on(29, 2));
    expect(within(on(40), 0)).toEqual(on(0));
  });
});
