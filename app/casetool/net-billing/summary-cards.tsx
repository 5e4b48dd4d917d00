import { Activity, Coins, DollarSign, Image, IndianRupee, type LucideIcon, Users } from 'lucide-react';
import { countOf, formatCount, formatMoney, formatMoneyExact } from '@/lib/billing/format';
import type { SummaryJson } from '@/lib/billing/report-json';
import { Skeleton } from './skeleton';
import styles from './summary-cards.module.css';

interface Card {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly value: (summary: SummaryJson) => string;
  /** Every digit of a value that is rounded. */
  readonly exact?: (summary: SummaryJson) => string;
  readonly note?: (summary: SummaryJson) => string;
  /** Something to look into. */
  readonly warning?: (summary: SummaryJson) => string;
}

/** Which both costs lack. */
const unpriced = ({ unpriced_operations: count }: SummaryJson): string =>
  count === 0 ? '' : `Without ${countOf(count, 'unpriced operation')}`;

const CARDS: readonly Card[] = [
  {
    label: 'Total Users',
    icon: Users,
    value: (summary) => formatCount(summary.total_users),
    note: (summary) => `${formatCount(summary.active_users)} active`,
  },
  { label: 'Total Operations', icon: Activity, value: (summary) => formatCount(summary.total_operations) },
  {
    label: 'Total Cost (USD)',
    icon: DollarSign,
    value: (summary) => formatMoney(summary.total_cost_usd, 'USD'),
    exact: (summary) => formatMoneyExact(summary.total_cost_usd, 'USD'),
    warning: unpriced,
  },
  {
    label: 'Total Cost (INR)',
    icon: IndianRupee,
    value: (summary) => formatMoney(summary.total_cost_inr, 'INR'),
    warning: unpriced,
  },
  { label: 'Total Tokens', icon: Coins, value: (summary) => formatCount(summary.total_tokens) },
  { label: 'Total Images', icon: Image, value: (summary) => formatCount(summary.total_images) },
];

/** The six figures that everything else breaks down. */
export function SummaryCards({ summary, pending }: { summary: SummaryJson | null; pending: boolean }) {
  return (
    <section aria-labelledby="summary" data-pending={pending}>
      <h2 id="summary" className="visually-hidden">
        Summary
      </h2>
      <dl className={styles.cards}>
        {CARDS.map((card) => (
          <div key={card.label} className={styles.card}>
            <dt className={styles.label}>
              <span className={styles.icon}>
                <card.icon aria-hidden="true" />
              </span>
              {card.label}
            </dt>
            <CardFigure card={card} summary={summary} />
          </div>
        ))}
      </dl>
    </section>
  );
}

function CardFigure({ card, summary }: { card: Card; summary: SummaryJson | null }) {
  if (!summary)
    return (
      <dd className={styles.value}>
        <Skeleton width="short" />
      </dd>
    );
  const value = card.value(summary);
  const exact = card.exact?.(summary) ?? value;
  const note = card.note?.(summary);
  const warning = card.warning?.(summary);
  return (
    <>
      <dd className={styles.value} data-long={value.length > LONGEST_LARGE_VALUE}>
        <span data-tooltip={exact === value ? undefined : exact}>{value}</span>
      </dd>
      {note && <dd className={styles.note}>{note}</dd>}
      {warning && <dd className={styles.warning}>{warning}</dd>}
    </>
  );
}

/** Characters that a card has room for, whatever its width. */
const LONGEST_LARGE_VALUE = 13;
