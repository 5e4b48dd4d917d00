import { TriangleAlert } from 'lucide-react';
import { countOf, formatCount, formatMoney, formatMoneyExact } from '@/lib/billing/format';
import type { Currency } from '@/lib/billing/money';
import styles from './figures.module.css';

/** Figures as a table shows them: what is zero steps back. */

export const Zero = () => <span className={styles.zero}>0</span>;

export function Count({ value }: { value: number }) {
  return value === 0 ? <Zero /> : formatCount(value);
}

/** Rounded for reading; the tooltip has every digit. */
export function Money({ value, currency }: { value: number; currency: Currency }) {
  if (value === 0) return <Zero />;
  const text = formatMoney(value, currency);
  const exact = formatMoneyExact(value, currency);
  return <span data-tooltip={exact === text ? undefined : exact}>{text}</span>;
}

/** Beside a cost: not all operations are in it. */
export function UnpricedMark({ count }: { count: number }) {
  if (count === 0) return null;
  const words = `${countOf(count, 'operation')} without a recorded cost, counted as 0`;
  return (
    <span className={styles.unpriced} data-tooltip={words}>
      <TriangleAlert aria-hidden="true" />
      <span className="visually-hidden">{words}: </span>
    </span>
  );
}
