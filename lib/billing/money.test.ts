import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divideHalfUp, formatDecimal, parseDecimal, toNearestNumber } from './money';

describe('parseDecimal', () => {
  test.each([
    ['45.500000', 6, 45_500_000n],
    ['45.5', 6, 45_500_000n],
    ['0.000001', 6, 1n],
    ['-0.000001', 6, -1n],
    ['3796.75', 2, 379_675n],
    ['7', 2, 700n],
    ['12.', 2, 1_200n],
    ['9007199254740993', 0, 9_007_199_254_740_993n],
    ['1.2300', 2, 123n],
  ])('reads %s with %i decimals', (text, decimals, amount) => {
    expect(parseDecimal(text, decimals)).toBe(amount);
  });

  test.each(['', ' 1', '1e3', '0x10', '1,000', 'NaN', '--1', '.5'])('refuses %j', (text) => {
    expect(() => parseDecimal(text, 2)).toThrow(RangeError);
  });

  test('refuses to drop a digit that is worth something', () => {
    expect(() => parseDecimal('0.0000001', 6)).toThrow(/can't be carried exactly/);
  });
});

describe('formatDecimal', () => {
  test.each([
    [45_500_000n, 6, '45.500000'],
    [1n, 6, '0.000001'],
    [-5n, 2, '-0.05'],
    [0n, 2, '0.00'],
    [42n, 0, '42'],
  ])('writes %s with %i decimals as %s', (amount, decimals, text) => {
    expect(formatDecimal(amount, decimals)).toBe(text);
  });

  test('is undone by parseDecimal for every amount', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.integer({ min: 0, max: 12 }), (amount, decimals) => {
        expect(parseDecimal(formatDecimal(amount, decimals), decimals)).toBe(amount);
      }),
    );
  });
});

describe('toNearestNumber', () => {
  test('prints back to the exact figure with its decimals, for up to 15 digits', () => {
    const most = 10n ** 15n - 1n;
    fc.assert(
      fc.property(fc.bigInt({ min: -most, max: most }), fc.constantFrom(2, 6), (amount, decimals) => {
        const printed = toNearestNumber(amount, decimals).toFixed(decimals);
        expect(printed.replace(/^-(0\.0+)$/, '$1')).toBe(formatDecimal(amount, decimals));
      }),
    );
  });
});

test('toNearestNumber is the double nearest to the exact decimal, however large', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 22n), max: 10n ** 22n }),
      fc.constantFrom(0, 2, 6),
      (amount, decimals) => {
        expect(toNearestNumber(amount, decimals)).toBe(Number(formatDecimal(amount, decimals)));
      },
    ),
  );
});

describe('divideHalfUp', () => {
  test.each([
    [10n, 4n, 3n],
    [9n, 4n, 2n],
    [-10n, 4n, -3n],
    [-9n, 4n, -2n],
    [0n, 7n, 0n],
    [1n, 2n, 1n],
    [-1n, 2n, -1n],
  ])('%s / %s is %s', (dividend, divisor, quotient) => {
    expect(divideHalfUp(dividend, divisor)).toBe(quotient);
  });

  test('is never more than half a unit off', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt({ min: 1n, max: 10n ** 9n }), (dividend, divisor) => {
        const rest = dividend - divideHalfUp(dividend, divisor) * divisor;
        expect(2n * (rest < 0n ? -rest : rest) <= divisor).toBe(true);
      }),
    );
  });

  test('refuses a divisor of zero', () => {
    expect(() => divideHalfUp(1n, 0n)).toThrow(RangeError);
  });
});
