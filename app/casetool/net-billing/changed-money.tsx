import { formatChange, formatChangeExact } from '@/lib/billing/change-view';
import type { Currency } from '@/lib/billing/money';

/** How much a cost moved, with its sign, rounded for reading; the tooltip has every digit. */
export function ChangedMoney({ amount, currency }: { amount: number; currency: Currency }) {
  const text = formatChange(amount, currency);
  const exact = formatChangeExact(amount, currency);
  return <span data-tooltip={exact === text ? undefined : exact}>{text}</span>;
}
