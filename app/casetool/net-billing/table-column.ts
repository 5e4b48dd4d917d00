import type { ReactNode } from 'react';
import type { SortKey } from '@/lib/billing/report-parameters';

/**
 * How long a column stays as the table gets narrower: 1 always, 5 goes first. What has gone is in the row's details.
 * The widths are in data-table.module.css.
 */
export type Priority = 1 | 2 | 3 | 4 | 5;

/** One column of a table, whole: heading, order, cell and total stand together. The first column names its row. */
export interface Column<Row, Totals> {
  readonly header: string;
  readonly priority: Priority;
  /** Figures end under each other. */
  readonly align?: 'end';
  /** Where the table can be sorted by this column. */
  readonly sort?: SortKey;
  readonly cell: (row: Row) => ReactNode;
  readonly total?: (totals: Totals) => ReactNode;
}
