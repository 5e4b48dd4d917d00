import 'server-only';
import { z } from 'zod';
import { parseDecimal } from '@/lib/billing/money';

/** What columns hold as the driver hands them over, and what they mean to us. */

/** A whole number that may pass 2^53: COUNT and SUM arrive as text. */
export const wholeNumber = z
  .union([z.string(), z.number()])
  .transform((value) => parseDecimal(String(value), 0));

/** A DECIMAL, as a whole number of its smallest unit. */
export const decimal = (decimals: number) =>
  z.union([z.string(), z.number()]).transform((value) => parseDecimal(String(value), decimals));

/** A key: INT in the contract's schema; a BIGINT column's arrives as text. */
export const id = z.union([z.number(), z.string()]).transform(Number);

/** Text that a column without NOT NULL may lack. */
export const text = z
  .string()
  .nullable()
  .transform((value) => value ?? '');

/**
 * TIMESTAMP or DATETIME read in UTC → ISO 8601 with Z; `null` for NULL and for MySQL's zero date, which says
 * that no date is known.
 */
export const instant = z
  .string()
  .nullable()
  .transform((value) =>
    value === null || value.startsWith('0000-00-00')
      ? null
      : new Date(`${value.replace(' ', 'T')}Z`).toISOString(),
  );
