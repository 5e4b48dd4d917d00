import type { CallJson } from '@/lib/billing/calls-json';
import { formatClock, formatDay } from '@/lib/billing/format';
import type { Currency } from '@/lib/billing/money';
import { operationLabel } from '@/lib/billing/operation-type';
import { EmailAddress } from '../ui/email-address';
import styles from './calls-panel.module.css';
import { Count, Money } from './figures';
import type { Column } from './table-column';

interface Setting {
  readonly timeZone: string;
  /** Whose they all are stands above the table then. */
  readonly ofOneUser: boolean;
}

export function callColumns({ timeZone, ofOneUser }: Setting): readonly Column<CallJson, never>[] {
  return [
    {
      header: 'Time',
      priority: 1,
      cell: ({ created_at }) => <Time instant={created_at} timeZone={timeZone} />,
    },
    ...(ofOneUser ? [] : [USER]),
    {
      header: 'Model',
      priority: 2,
      cell: ({ model_name }) => <bdi className={styles.model}>{model_name}</bdi>,
    },
    {
      header: 'Operation',
      priority: 4,
      cell: ({ operation_type }) => <bdi>{operationLabel(operation_type)}</bdi>,
    },
    number('Tokens In', 'input_tokens', 3),
    number('Tokens Out', 'output_tokens', 3),
    number('Images In', 'input_images', 5),
    number('Images Out', 'output_images', 5),
    money('Cost (USD)', 'cost_usd', 'USD'),
    money('Cost (INR)', 'cost_inr', 'INR'),
    { header: 'Call ID', priority: 5, align: 'end', cell: ({ id }) => String(id) },
  ];
}

const USER: Column<CallJson, never> = {
  header: 'User',
  priority: 1,
  cell: ({ email }) => <EmailAddress email={email} />,
};

const number = (
  header: string,
  name: 'input_tokens' | 'output_tokens' | 'input_images' | 'output_images',
  priority: 3 | 5,
): Column<CallJson, never> => ({
  header,
  priority,
  align: 'end',
  cell: ({ [name]: value }) => (value === null ? <NotRecorded /> : <Count value={value} />),
});

const money = (
  header: string,
  name: 'cost_usd' | 'cost_inr',
  currency: Currency,
): Column<CallJson, never> => ({
  header,
  priority: 1,
  align: 'end',
  cell: ({ [name]: value }) =>
    value === null ? <NotRecorded /> : <Money value={value} currency={currency} />,
});

/** What is not known is not zero. */
function NotRecorded() {
  return (
    <span className={styles.notRecorded}>
      <span aria-hidden="true">–</span>
      <span className="visually-hidden">Not recorded</span>
    </span>
  );
}

function Time({ instant, timeZone }: { instant: string | null; timeZone: string }) {
  if (instant === null) return <span className={styles.notRecorded}>Without a date</span>;
  return (
    <time dateTime={instant} className={styles.time}>
      {formatDay(instant, timeZone)} <span className={styles.clock}>{formatClock(instant, timeZone)}</span>
    </time>
  );
}
