import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight, type LucideIcon } from 'lucide-react';
import type { MouseEvent } from 'react';
import { formatCount } from '@/lib/billing/format';
import type { NetBillingJson } from '@/lib/billing/report-json';
import { rowsOnPage } from '@/lib/billing/report-view';
import button from '../ui/button.module.css';
import styles from './pagination.module.css';

interface Props {
  readonly page: NetBillingJson['page'];
  readonly label: string;
  readonly onPage: (page: number) => void;
}

/** Which rows of how many, and the way to the others. */
export function Pagination({ page, label, onPage }: Props) {
  const { number, pages } = page;
  return (
    <div className={styles.pagination}>
      <p className={styles.range}>{rangeInWords(page)}</p>
      {pages > 1 && (
        <nav className={styles.pages} aria-label={label} data-print="hide">
          <Turn icon={ChevronFirst} name="First page" to={1} from={number} onPage={onPage} />
          <Turn
            icon={ChevronLeft}
            name="Previous page"
            to={Math.max(1, number - 1)}
            from={number}
            onPage={onPage}
          />
          <span className={styles.number}>
            Page {formatCount(number)} of {formatCount(pages)}
          </span>
          <Turn
            icon={ChevronRight}
            name="Next page"
            to={Math.min(pages, number + 1)}
            from={number}
            onPage={onPage}
          />
          <Turn icon={ChevronLast} name="Last page" to={pages} from={number} onPage={onPage} />
        </nav>
      )}
    </div>
  );
}

function rangeInWords(page: NetBillingJson['page']): string {
  const rows = rowsOnPage(page);
  return rows ? `${formatCount(rows.first)}–${formatCount(rows.last)} of ${formatCount(page.rows)}` : '';
}

interface TurnProps {
  readonly icon: LucideIcon;
  readonly name: string;
  readonly to: number;
  readonly from: number;
  readonly onPage: (page: number) => void;
}

/** Stays focusable where it leads nowhere: who presses "Next" to the end keeps the place. */
function Turn({ icon: Icon, name, to, from, onPage }: TurnProps) {
  const turn = (event: MouseEvent<HTMLElement>) => {
    if (to === from) return;
    // A press of the mouse or a finger looks at the new page from its top; the keyboard stays on the button.
    if (event.detail > 0) event.currentTarget.closest('section')?.scrollIntoView({ block: 'start' });
    onPage(to);
  };
  return (
    <button
      type="button"
      className={button.icon}
      aria-disabled={to === from}
      data-tooltip={name}
      onClick={turn}
    >
      <Icon aria-hidden="true" />
      <span className="visually-hidden">{name}</span>
    </button>
  );
}
