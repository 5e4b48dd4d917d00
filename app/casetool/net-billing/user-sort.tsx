import type { SortKey, SortOrder } from '@/lib/billing/report-parameters';
import { SelectField } from './select-field';

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
    <SelectField
      label="Sort users by"
      choices={CHOICES.map(({ label }) => label)}
      chosen={chosen}
      onChoose={(index) => {
        const choice = CHOICES[index];
        if (choice) onSort(choice.sort, choice.order);
      }}
    />
  );
}
