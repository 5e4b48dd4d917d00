import type { ReactNode } from 'react';
import type { SortKey } from '@/lib/billing/report-parameters';

/**
 * How long a column stays as the table gets narrower, in the order in which they go: 5 first, 1 never. What has gone is
 * in the row's details.
 */
export const PRIORITIES = [5, 4, 3, 2, 1] as const;
export type Priority = (typeof PRIORITIES)[number];

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
