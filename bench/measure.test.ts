import { expect, test } from 'vitest';
import { measureInTurns, median } from './measure';

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
  [[7], 7],
])('the median of %j is %d', (values, middle) => {
  expect(median(values)).toBe(middle);
});

test('candidates take turns, and the first round does not count', async () => {
  const order: string[] = [];
  const note = (name: string) => async () => void order.push(name);
  const times = await measureInTurns(2, { a: note('a'), b: note('b') });
  expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
  expect(times.a).toHaveLength(2);
});
