import { Activity, Coins, DollarSign, Image, IndianRupee, type LucideIcon, Users } from 'lucide-react';
import type { SomethingBefore } from '@/lib/billing/change-view';
import { countOf, formatCount, formatMoney, formatMoneyExact } from '@/lib/billing/format';
import { MEASURES, type Measure } from '@/lib/billing/measures';
import { formatDates } from '@/lib/billing/period-words';
import type { SummaryJson } from '@/lib/billing/report-json';
import { sparklinePaths, valuesOverTime } from '@/lib/billing/sparkline';
import type { TrendJson } from '@/lib/billing/trend-json';
import { CallsLink } from './calls-link';
import { CardChange } from './card-change';
import { Skeleton } from './skeleton';
import { Sparkline } from './sparkline';
import styles from './summary-cards.module.css';

interface Card {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly figure: (summary: SummaryJson) => number;
  readonly format: (figure: number) => string;
  /** Every digit of a value that is rounded. */
  readonly exact?: (figure: number) => string;
  /** Something to look into. */
  readonly warning?: (summary: SummaryJson) => string;
  /** What is compared with the period before, where that is not the figure itself: its words stand beside the change. */
  readonly compared?: { figure: (summary: SummaryJson) => number; words: (figure: number) => string };
  /** What the sparkline shows. */
  readonly measure?: Measure;
}

/** Which both costs lack. */
const unpriced = ({ unpriced_operations: count }: SummaryJson): string =>
  count === 0 ? '' : `Without ${countOf(count, 'unpriced operation')}`;

const measured = (measure: Measure) => ({
  measure,
  figure: (summary: SummaryJson) => summary[MEASURES[measure].json],
});

const CARDS: readonly Card[] = [
  {
    label: 'Total Users',
    icon: Users,
    figure: (summary) => summary.total_users,
    format: formatCount,
    // Everybody registered is the same number in every period.
    compared: { figure: (summary) => summary.active_users, words: (count) => `${formatCount(count)} active` },
  },
  { label: 'Total Operations', icon: Activity, ...measured('operations'), format: formatCount },
  {
    label: 'Total Cost (USD)',
    icon: DollarSign,
    ...measured('costUsd'),
    format: (cost) => formatMoney(cost, 'USD'),
    exact: (cost) => formatMoneyExact(cost, 'USD'),
    warning: unpriced,
  },
  {
    label: 'Total Cost (INR)',
    icon: IndianRupee,
    ...measured('costInr'),
    format: (cost) => formatMoney(cost, 'INR'),
    warning: unpriced,
  },
  { label: 'Total Tokens', icon: Coins, ...measured('tokens'), format: formatCount },
  { label: 'Total Images', icon: Image, ...measured('images'), format: formatCount },
];

interface Props {
  readonly summary: SummaryJson | null;
  readonly pending: boolean;
  /** Whether there is a period before to compare with: then each card has a place for the change. */
  readonly hasBefore: boolean;
  /** `null` while it is not known. */
  readonly before: SomethingBefore | null;
  readonly trend: TrendJson | null;
}

/** The six figures that everything else breaks down. */
export function SummaryCards({ summary, pending, hasBefore, before, trend }: Props) {
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
            <CardComparison card={card} summary={summary} hasBefore={hasBefore} before={before} />
            {card.measure && <CardTrend measure={card.measure} trend={trend} />}
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
  const figure = card.figure(summary);
  const value = card.format(figure);
  const exact = card.exact?.(figure) ?? value;
  const warning = card.warning?.(summary);
  return (
    <>
      <dd className={styles.value} data-long={value.length > LONGEST_LARGE_VALUE}>
        <span data-tooltip={exact === value ? undefined : exact}>
          {card.measure === 'operations' && figure > 0 ? (
            <CallsLink of={{}} name="this report">
              {value}
            </CallsLink>
          ) : (
            value
          )}
        </span>
      </dd>
      {warning && (
        <dd className={styles.warning}>
          <CallsLink of={{ unpriced: '1' }} name="those without a recorded cost">
            {warning}
          </CallsLink>
        </dd>
      )}
    </>
  );
}

/** Characters that a card has room for, whatever its width. */
const LONGEST_LARGE_VALUE = 13;

function CardComparison({
  card,
  summary,
  hasBefore,
  before,
}: Pick<Props, 'summary' | 'hasBefore' | 'before'> & { card: Card }) {
  const compare = card.compared?.figure ?? card.figure;
  const words = summary && card.compared?.words(compare(summary));
  if (!words && !hasBefore) return null;
  return (
    <dd className={styles.note}>
      {words}
      {hasBefore && summary && before && (
        <CardChange
          now={compare(summary)}
          before={compare(before.summary)}
          dates={formatDates(before.period)}
          format={card.compared ? formatCount : card.format}
          isCost={card.measure === 'costUsd' || card.measure === 'costInr'}
        />
      )}
    </dd>
  );
}

function CardTrend({ measure, trend }: { measure: Measure; trend: TrendJson | null }) {
  return (
    <dd className={styles.trend} aria-hidden="true" data-print="hide">
      <Sparkline paths={trend && sparklinePaths(valuesOverTime(trend, measure))} />
    </dd>
  );
}
