import { ChevronDown } from 'lucide-react';
import type { SortKey, SortOrder } from '@/lib/billing/report-parameters';
import styles from './user-sort.module.css';

interface Props {
  readonly sort: SortKey;
  readonly order: SortOrder;
  readonly onSort: (sort: SortKey, order: SortOrder) => void;
}

const CHOICES = [
  { sort: 'cost', order: 'desc', label: 'Highest cost' },
  { sort: 'cost', order: 'asc', label: 'Lowest cost' },
  { sort: 'operations', order: 'desc', label: 'Most operations' },
  { sort: 'operations', order: 'asc', label: 'Fewest operations' },
  { sort: 'email', order: 'asc', label: 'E-mail A–Z' },
  { sort: 'email', order: 'desc', label: 'E-mail Z–A' },
] as const satisfies readonly { sort: SortKey; order: SortOrder; label: string }[];

/** Who comes first; the headings of the columns do the same. */
export function UserSort({ sort, order, onSort }: Props) {
  const chosen = CHOICES.findIndex((choice) => choice.sort === sort && choice.order === order);
  return (
    <div className={styles.sort}>
      <select
        className={styles.select}
        aria-label="Sort users by"
        value={chosen}
        onChange={(event) => {
          const choice = CHOICES[Number(event.target.value)];
          if (choice) onSort(choice.sort, choice.order);
        }}
      >
        {CHOICES.map(({ label }, index) => (
          <option key={label} value={index}>
            {label}
          </option>
        ))}
      </select>
      <ChevronDown className={styles.chevron} aria-hidden="true" />
    </div>
  );
}
