import type { TrendBar, TrendFigures } from '@/lib/billing/trend-figures';
import { formatBarDates, formatFigure } from '@/lib/billing/trend-format';
import { CallsLink } from './calls-link';
import { DataTable } from './data-table';
import { Zero } from './figures';
import type { Column, Priority } from './table-column';
import styles from './trend-table.module.css';

interface Props {
  readonly figures: TrendFigures;
  readonly title: string;
}

/** A line for each bar; without dates: the calls that have none. */
type Line = Pick<TrendBar, 'values' | 'total'> & {
  readonly name: string;
  /** The days whose calls they are; `null` where no question can name them. */
  readonly days: { readonly from: string; readonly to: string } | null;
};

/** The figures of the chart as a table: a line for each bar, a column for each series. */
export function TrendTable({ figures, title }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must be able to do that too.
    <section className={styles.place} aria-label={title} tabIndex={0}>
      <DataTable
        caption={title}
        columns={columnsOf(figures)}
        rows={linesOf(figures)}
        rowKey={({ name }) => name}
        rowName={({ name }) => name}
        isQuiet={({ total }) => total === 0}
        totals={figures}
      />
    </section>
  );
}

function linesOf({ bars, undated }: TrendFigures): readonly Line[] {
  const lines = bars.map((bar) => ({
    ...bar,
    days: { from: bar.from, to: bar.to },
    name: bar.running ? `${formatBarDates(bar)}, so far` : formatBarDates(bar),
  }));
  return undated ? [...lines, { ...undated, days: null, name: 'Without a date' }] : lines;
}

function columnsOf({ series, measure }: TrendFigures): readonly Column<Line, TrendFigures>[] {
  const figure = (value: number) => (value === 0 ? <Zero /> : formatFigure(value, measure));
  return [
    { header: 'Date', priority: 1, cell: ({ name }) => name, total: () => 'Total' },
    ...series.map(
      ({ label, total }, index): Column<Line, TrendFigures> => ({
        header: label,
        priority: PRIORITY_BY_RANK[index] ?? 5,
        align: 'end',
        cell: ({ values }) => figure(values[index] ?? 0),
        total: () => figure(total),
      }),
    ),
    {
      header: 'Total',
      priority: 1,
      align: 'end',
      cell: ({ total, days, name }) =>
        days && total !== 0 ? (
          <CallsLink of={days} name={name}>
            {figure(total)}
          </CallsLink>
        ) : (
          figure(total)
        ),
      total: ({ total }) => figure(total),
    },
  ];
}

/** The smaller series go first where there is no room. */
const PRIORITY_BY_RANK: readonly Priority[] = [2, 3, 3, 4, 4, 5];
