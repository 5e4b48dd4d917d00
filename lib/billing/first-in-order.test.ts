import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstInOrder } from './first-in-order';

const ascending = (a: number, b: number) => a - b;

test('the first three of five', () => {
  expect(firstInOrder([5, 1, 4, 2, 3], 3, ascending)).toEqual([1, 2, 3]);
});

test('whatever there is, where there are fewer', () => {
  expect(firstInOrder([2, 1], 3, ascending)).toEqual([1, 2]);
  expect(firstInOrder([], 3, ascending)).toEqual([]);
});

test('is the beginning of everything sorted', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer()), fc.integer({ min: 1, max: 9 }), (numbers, most) => {
      expect(firstInOrder(numbers, most, ascending)).toEqual([...numbers].sort(ascending).slice(0, most));
    }),
  );
});
