import { ChevronDown } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import button from '../ui/button.module.css';
import styles from './data-table.module.css';
import type { Column } from './table-column';

interface Props<Row, Totals> {
  readonly row: Row;
  readonly columns: readonly Column<Row, Totals>[];
  /** The row in words. */
  readonly name: string;
  readonly quiet: boolean;
  readonly details: ReactNode;
}

/** A row, and below it, once opened, its details: the columns that there was no room for, and what the table adds. */
export function DataRow<Row, Totals>({ row, columns, name, quiet, details }: Props<Row, Totals>) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const [first, ...others] = columns;
  return (
    <>
      <tr data-quiet={quiet} data-open={open}>
        <th scope="row" className={styles.name}>
          {first?.cell(row)}
        </th>
        {others.map(({ header, priority, align, cell }) => (
          <td key={header} data-priority={priority} data-align={align} data-label={header}>
            {cell(row)}
          </td>
        ))}
        <td className={styles.toggle} data-print="hide">
          <button
            type="button"
            className={button.icon}
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            onClick={() => setOpen(!open)}
          >
            <ChevronDown className={styles.chevron} aria-hidden="true" />
            <span className="visually-hidden">More about {name}</span>
          </button>
        </td>
      </tr>
      {open && (
        <tr id={id} className={styles.details}>
          <td colSpan={columns.length + 1}>
            <dl className={styles.figures}>
              {others.map(({ header, priority, cell }) => (
                <div key={header} data-priority={priority}>
                  <dt>{header}</dt>
                  <dd>{cell(row)}</dd>
                </div>
              ))}
            </dl>
            {details}
          </td>
        </tr>
      )}
    </>
  );
}
