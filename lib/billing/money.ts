/**
 * Exact amounts. USD is counted in millionths of a dollar and INR in paise, as whole `bigint`s: the decimals
 * that the database records (DECIMAL(10,6) and DECIMAL(10,2)), without a binary float on the way to a sum.
 */

export type Currency = 'USD' | 'INR';

/** Decimals that a recorded cost has, by currency. */
export const DECIMALS = { USD: 6, INR: 2 } as const satisfies Record<Currency, number>;

/**
 * A decimal number as the database prints it → a whole number of its smallest unit.
 * `parseDecimal('45.5', 6)` is `45500000n`. Zeros beyond `decimals` are dropped.
 * @throws RangeError on anything but a plain decimal, and on digits that would be lost
 */
export function parseDecimal(text: string, decimals: number): bigint {
  if (!/^[+-]?\d+(?:\.\d*)?$/.test(text))
    throw new RangeError(`Not a decimal number: ${JSON.stringify(text.slice(0, 40))}`);
  const point = text.indexOf('.');
  const whole = point < 0 ? text : text.slice(0, point);
  const fraction = point < 0 ? '' : text.slice(point + 1);
  if (fraction.length > decimals && /[1-9]/.test(fraction.slice(decimals)))
    throw new RangeError(`More than ${decimals} decimals in ${text}: the amount can't be carried exactly`);
  return BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
}

/** The inverse of `parseDecimal`, with every decimal written: `formatDecimal(45500000n, 6)` is `45.500000`. */
export function formatDecimal(amount: bigint, decimals: number): string {
  const digits = String(amount < 0n ? -amount : amount).padStart(decimals + 1, '0');
  const sign = amount < 0n ? '-' : '';
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/**
 * The double nearest to the exact decimal (contract §2), for the JSON answer alone: printing it with
 * `decimals` decimals gives the exact figure back for up to 15 digits, which is ₹9,99,99,99,99,99,999.99 or
 * $999,999,999.999999.
 */
export function toNearestNumber(amount: bigint, decimals: number): number {
  const number = Number(amount);
  // Both are exact doubles, and a division is rounded to the nearest one.
  if (Number.isSafeInteger(number)) return number / 10 ** decimals;
  return Number(formatDecimal(amount, decimals));
}

/**
 * `dividend / divisor` to a whole number, half up: a tie goes away from zero, as in SQL's ROUND on DECIMAL.
 * @throws RangeError when `divisor` is not positive
 */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  if (divisor <= 0n) throw new RangeError('The divisor must be positive');
  const magnitude = dividend < 0n ? -dividend : dividend;
  const rounded = (2n * magnitude + divisor) / (2n * divisor);
  return dividend < 0n ? -rounded : rounded;
}
