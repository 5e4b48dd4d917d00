import type { ReactNode } from 'react';
import { ColumnHeading, type Sorting } from './column-heading';
import { DataRow } from './data-row';
import styles from './data-table.module.css';
import { Skeleton } from './skeleton';
import type { Column } from './table-column';
import { useFittingColumns } from './use-fitting-columns';

interface Props<Row, Totals> {
  readonly caption: string;
  readonly columns: readonly Column<Row, Totals>[];
  /** `null` while the first ones load. */
  readonly rows: readonly Row[] | null;
  readonly rowKey: (row: Row) => string | number;
  /** The row in words, for the button that opens its details. */
  readonly rowName: (row: Row) => string;
  /** True for a row that steps back behind the others. */
  readonly isQuiet?: (row: Row) => boolean;
  /** What a row's details hold at every width. */
  readonly details?: (row: Row) => ReactNode;
  readonly totals: Totals | null;
  readonly sorting?: Sorting;
}

/**
 * A table of figures that is never wider than its place: the less important columns go into each row's details, and on
 * a phone each row becomes a small card.
 */
export function DataTable<Row, Totals>({ columns, rows, details, ...props }: Props<Row, Totals>) {
  const { place, table } = useFittingColumns(rows);
  return (
    <div ref={place} className={styles.place}>
      <table
        ref={table}
        className={styles.table}
        data-lowest-priority={Math.max(...columns.map(({ priority }) => priority))}
        data-details={details !== undefined}
      >
        <caption className="visually-hidden">{props.caption}</caption>
        <thead>
          <tr>
            {columns.map(({ header, priority, align, sort }) => (
              <ColumnHeading key={header} {...{ header, priority, align, sort }} sorting={props.sorting} />
            ))}
            <td className={styles.toggle} />
          </tr>
        </thead>
        <tbody>
          {rows === null && <WaitingRows columns={columns} />}
          {rows?.map((row) => (
            <DataRow
              key={props.rowKey(row)}
              row={row}
              columns={columns}
              name={props.rowName(row)}
              quiet={props.isQuiet?.(row) ?? false}
              details={details?.(row)}
            />
          ))}
        </tbody>
        {props.totals !== null && (
          <tfoot>
            <TotalsRow columns={columns} totals={props.totals} />
          </tfoot>
        )}
      </table>
    </div>
  );
}

function TotalsRow<Row, Totals>({
  columns,
  totals,
}: {
  columns: readonly Column<Row, Totals>[];
  totals: Totals;
}) {
  const [name, ...figures] = columns;
  return (
    <tr>
      <th scope="row" className={styles.name}>
        {name?.total?.(totals)}
      </th>
      {figures.map(({ header, priority, align, total }) => (
        <td key={header} data-priority={priority} data-align={align} data-label={total && header}>
          {total?.(totals)}
        </td>
      ))}
      <td className={styles.toggle} />
    </tr>
  );
}

const WAITING_ROWS = [...'abcdefghijkl'];

function WaitingRows<Row, Totals>({ columns }: { columns: readonly Column<Row, Totals>[] }) {
  return WAITING_ROWS.map((row) => (
    <tr key={row}>
      {columns.map(({ header, priority }, index) => (
        <td key={header} className={index === 0 ? styles.name : undefined} data-priority={priority}>
          <Skeleton width={index === 0 ? 'short' : 'full'} />
        </td>
      ))}
      <td className={styles.toggle} />
    </tr>
  ));
}
