import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import type { SortKey, SortOrder } from '@/lib/billing/report-parameters';
import styles from './column-heading.module.css';

export interface Sorting {
  readonly sort: SortKey;
  readonly order: SortOrder;
  readonly onSort: (sort: SortKey) => void;
}

interface Props {
  readonly header: string;
  readonly priority: number;
  readonly align?: 'end' | undefined;
  readonly sort?: SortKey | undefined;
  readonly sorting?: Sorting | undefined;
}

/** The heading of a column; where the table can be sorted by it, a button. */
export function ColumnHeading({ header, priority, align, sort, sorting }: Props) {
  if (!sort || !sorting)
    return (
      <th scope="col" data-priority={priority} data-align={align}>
        {header}
      </th>
    );
  const order = sorting.sort === sort ? sorting.order : null;
  const Icon = order === null ? ChevronsUpDown : order === 'asc' ? ArrowUp : ArrowDown;
  return (
    <th scope="col" data-priority={priority} data-align={align} aria-sort={order ? ARIA_SORT[order] : 'none'}>
      <button type="button" className={styles.button} onClick={() => sorting.onSort(sort)}>
        {header}
        <Icon className={styles.icon} aria-hidden="true" />
      </button>
    </th>
  );
}

const ARIA_SORT = { asc: 'ascending', desc: 'descending' } as const satisfies Record<SortOrder, string>;
