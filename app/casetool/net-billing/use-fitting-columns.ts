import { type RefObject, useLayoutEffect, useRef } from 'react';
import { PRIORITIES } from './table-column';

/**
 * Shows as many columns of a table as its place has room for: `data-shows` on the table is the lowest priority that
 * stays. Measured and not set by widths, because it depends on the figures, on the reader's type size and on which
 * columns there are.
 *
 * @param content whatever the columns' widths depend on
 */
export function useFittingColumns(content: unknown): {
  readonly place: RefObject<HTMLDivElement | null>;
  readonly table: RefObject<HTMLTableElement | null>;
} {
  const place = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLTableElement>(null);

  useLayoutEffect(() => {
    if (!place.current || !table.current) return;
    const [room, columns] = [place.current, table.current];
    const observer = new ResizeObserver(() => showWhatFits(columns, room));
    observer.observe(room);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    if (content !== null && place.current && table.current) showWhatFits(table.current, place.current);
  }, [content]);

  return { place, table };
}

function showWhatFits(table: HTMLTableElement, place: HTMLElement): void {
  for (const priority of PRIORITIES) {
    table.dataset.shows = String(priority);
    if (table.offsetWidth <= place.clientWidth) return;
  }
}
