import type { OperationCountsByType } from '@/lib/billing/breakdown';
import { OPERATION_TYPES } from '@/lib/billing/operation-type';
import type { SummaryJson, UserBillingJson } from '@/lib/billing/report-json';
import { EmailAddress } from '../ui/email-address';
import { OperationsLink } from './calls-link';
import { Count, Money, UnpricedMark } from './figures';
import { LastActivity } from './last-activity';
import type { Column } from './table-column';

export interface UserTotals {
  /** Of whom. */
  readonly label: string;
  readonly summary: SummaryJson;
  readonly operations: OperationCountsByType;
}

type UserColumn = Column<UserBillingJson, UserTotals>;

interface Setting {
  readonly timeZone: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Whether there are operations of a type that has no column of its own. */
  readonly hasOther: boolean;
}

export function userColumns({ timeZone, now, hasOther }: Setting): readonly UserColumn[] {
  return [
    {
      header: 'Email',
      priority: 1,
      sort: 'email',
      cell: ({ email }) => <EmailAddress email={email} focusable={email.length > LONGEST_NEVER_CUT} />,
      total: ({ label }) => label,
    },
    {
      header: 'Operations',
      priority: 2,
      align: 'end',
      sort: 'operations',
      cell: (user) => (
        <OperationsLink count={user.total_operations} of={{ user: user.user_id }} name={user.email} />
      ),
      total: ({ summary }) => <OperationsLink count={summary.total_operations} of={{}} name="all users" />,
    },
    ...Object.values(OPERATION_TYPES).map(
      ({ heading, json }): UserColumn => ({
        header: heading,
        priority: 4,
        align: 'end',
        cell: (user) => <Count value={user[json]} />,
        total: ({ operations }) => <Count value={operations[json]} />,
      }),
    ),
    ...(hasOther ? [OTHER] : []),
    {
      header: 'Tokens',
      priority: 3,
      align: 'end',
      cell: (user) => <Count value={user.total_tokens} />,
      total: ({ summary }) => <Count value={summary.total_tokens} />,
    },
    {
      header: 'Images',
      priority: 3,
      align: 'end',
      cell: (user) => <Count value={user.total_images} />,
      total: ({ summary }) => <Count value={summary.total_images} />,
    },
    {
      header: 'Cost (USD)',
      priority: 1,
      align: 'end',
      sort: 'cost',
      cell: (user) => (
        <>
          <UnpricedMark count={user.unpriced_operations} />
          <Money value={user.total_cost_usd} currency="USD" />
        </>
      ),
      total: ({ summary }) => <Money value={summary.total_cost_usd} currency="USD" />,
    },
    {
      header: 'Cost (INR)',
      priority: 1,
      align: 'end',
      cell: (user) => <Money value={user.total_cost_inr} currency="INR" />,
      total: ({ summary }) => <Money value={summary.total_cost_inr} currency="INR" />,
    },
    {
      header: 'Last Activity',
      priority: 2,
      align: 'end',
      cell: (user) => <LastActivity instant={user.last_activity} now={now} timeZone={timeZone} />,
    },
  ];
}

/** Characters that the narrowest column has room for. What may be cut can be focused, and then shows the whole. */
const LONGEST_NEVER_CUT = 20;

const OTHER: UserColumn = {
  header: 'Other',
  priority: 5,
  align: 'end',
  cell: (user) => <Count value={user.other_count} />,
  total: ({ operations }) => <Count value={operations.other_count} />,
};
