import { SearchX, Users } from 'lucide-react';
import { operationCounts } from '@/lib/billing/breakdown';
import { countOf, formatCount } from '@/lib/billing/format';
import type { NetBillingJson } from '@/lib/billing/report-json';
import {
  nextOrder,
  type ReportView,
  rowsOnPage,
  withPage,
  withSearch,
  withSort,
} from '@/lib/billing/report-view';
import button from '../ui/button.module.css';
import { DataTable } from './data-table';
import { EmptyState } from './empty-state';
import { Pagination } from './pagination';
import { Panel } from './panel';
import type { Choice } from './use-address';
import { useNow } from './use-now';
import { type UserTotals, userColumns } from './user-columns';
import { UserSearch } from './user-search';
import { UserSort } from './user-sort';

interface Props {
  readonly report: NetBillingJson | null;
  readonly view: ReportView;
  readonly pending: boolean;
  readonly loading: boolean;
  readonly onChoose: (choice: Choice) => void;
  readonly onSearch: (choice: Choice) => void;
}

/** Who causes the cost. */
export function UserBillingTable({ report, view, pending, loading, onChoose, onSearch }: Props) {
  const now = useNow();
  const columns = userColumns({
    timeZone: report?.period.time_zone ?? 'UTC',
    now: Math.max(now, Date.parse(report?.generated_at ?? '')),
    hasOther: report?.userBilling.some((user) => user.other_count > 0) ?? false,
  });
  return (
    <Panel
      id="users"
      title="Users"
      note={report && countInWords(report, view)}
      pending={pending}
      loading={loading}
      controls={
        <>
          <UserSearch
            search={view.search}
            onSearch={(text) => onSearch((address) => withSearch(address, text))}
          />
          <UserSort
            sort={view.sort}
            order={view.order}
            onSort={(sort, order) => onChoose((address) => withSort(address, sort, order))}
          />
        </>
      }
    >
      <p role="status" className="visually-hidden">
        {report && listInWords(report)}
      </p>
      {report?.userBilling.length === 0 ? (
        <NoUsers report={report} view={view} onChoose={onChoose} />
      ) : (
        <>
          <DataTable
            caption="Users with their operations, tokens, images and costs"
            columns={columns}
            rows={report?.userBilling ?? null}
            rowKey={(user) => user.user_id}
            rowName={(user) => user.email}
            isQuiet={(user) => user.total_operations === 0}
            totals={report && totalsOf(report, view)}
            sorting={{
              sort: view.sort,
              order: view.order,
              onSort: (sort) => onChoose((address) => withSort(address, sort, nextOrder(view, sort))),
            }}
          />
          {report && (
            <Pagination
              page={report.page}
              label="Pages of users"
              onPage={(page) => onChoose((address) => withPage(address, page))}
            />
          )}
        </>
      )}
    </Panel>
  );
}

/** The totals are everybody's, whatever the search: they equal the cards. */
const totalsOf = ({ summary, modelUsage }: NetBillingJson, { search }: ReportView): UserTotals => ({
  label: search === '' ? 'Total' : 'All users',
  summary,
  operations: operationCounts(modelUsage),
});

const countInWords = ({ page }: NetBillingJson, { search }: ReportView): string =>
  search === '' ? formatCount(page.rows) : `${formatCount(page.rows)} found`;

/** What changed in the list, for those who can't see it. */
function listInWords({ page }: NetBillingJson): string {
  const rows = rowsOnPage(page);
  if (!rows) return 'No users listed';
  return `Users ${formatCount(rows.first)} to ${formatCount(rows.last)} of ${formatCount(page.rows)}`;
}

function NoUsers({
  report: { page },
  view: { search },
  onChoose,
}: { report: NetBillingJson } & Pick<Props, 'view' | 'onChoose'>) {
  if (page.rows > 0)
    return (
      <EmptyState
        icon={SearchX}
        title={`There is no page ${formatCount(page.number)}`}
        action={
          <button
            type="button"
            className={button.secondary}
            onClick={() => onChoose((address) => withPage(address, 1))}
          >
            Go to the first page
          </button>
        }
      >
        The list has {countOf(page.pages, 'page')}.
      </EmptyState>
    );
  if (search !== '')
    return (
      <EmptyState
        icon={SearchX}
        title="No user matches this search"
        action={
          <button
            type="button"
            className={button.secondary}
            onClick={() => onChoose((address) => withSearch(address, ''))}
          >
            Clear search
          </button>
        }
      >
        No e-mail address contains <bdi>“{search}”</bdi>.
      </EmptyState>
    );
  return (
    <EmptyState icon={Users} title="No users yet">
      Nobody is registered in the casetool database. Whoever registers is listed here from then on.
    </EmptyState>
  );
}
