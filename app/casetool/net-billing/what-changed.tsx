import { Equal } from 'lucide-react';
import type { ChangeJson } from '@/lib/billing/change-json';
import { headline, isUnchanged, type SomethingBefore } from '@/lib/billing/change-view';
import { filterLabel } from '@/lib/billing/filter-choices';
import { formatClock } from '@/lib/billing/format';
import { formatDates } from '@/lib/billing/period-words';
import type { NetBillingJson } from '@/lib/billing/report-json';
import { withFilter, withSearch } from '@/lib/billing/report-view';
import button from '../ui/button.module.css';
import { EmailAddress } from '../ui/email-address';
import { ChangeCauses } from './change-causes';
import { CostDrivers } from './cost-drivers';
import { EmptyState } from './empty-state';
import { goToPart } from './go-to-part';
import { Panel } from './panel';
import { explain, type ReportRequestError } from './report-request';
import { Skeleton } from './skeleton';
import type { Choice } from './use-address';
import type { ChangeState } from './use-change';
import styles from './what-changed.module.css';

interface Props {
  readonly state: ChangeState;
  /** The figures on the page. */
  readonly report: NetBillingJson | null;
  readonly onChoose: (choice: Choice) => void;
}

/** Why the cost is another one than in the period before: by its causes, its users and its models. */
export function WhatChanged({ state, report, onChoose }: Props) {
  const { change, pending, loading, error, retry } = state;
  return (
    <Panel id="changes" title="What changed" pending={pending} loading={loading}>
      {error ? (
        <Problem error={error} onRetry={retry} />
      ) : change?.previous ? (
        <Explanation change={change} before={change.previous} report={report} onChoose={onChoose} />
      ) : (
        <Waiting />
      )}
    </Panel>
  );
}

interface ExplanationProps extends Pick<Props, 'report' | 'onChoose'> {
  readonly change: ChangeJson;
  readonly before: SomethingBefore;
}

function Explanation({ change, before, report, onChoose }: ExplanationProps) {
  if (isUnchanged(before))
    return (
      <EmptyState icon={Equal} title="Nothing changed">
        The cost, and what it is made of, is the same as in {formatDates(before.period)}.
      </EmptyState>
    );
  return (
    <>
      <p className={styles.headline}>
        {headline(before)}.
        {report && change.generated_at !== report.generated_at && <Newer change={change} />}
      </p>
      <ChangeCauses causes={change} before={before} />
      <div className={styles.lists}>
        <CostDrivers
          title="By user"
          drivers={before.users}
          total={before.change}
          name={({ label }) => <EmailAddress email={label} />}
          action="find in the list of users"
          onPick={({ label }) => {
            onChoose((address) => withSearch(address, label));
            goToPart('users');
          }}
        />
        <CostDrivers
          title="By model"
          drivers={before.models}
          total={before.change}
          name={({ key }) => <ModelName name={filterLabel('model', key)} />}
          action="show this model alone"
          onPick={({ key }) => onChoose((address) => withFilter(address, 'model', [key]))}
        />
      </div>
    </>
  );
}

function ModelName({ name }: { name: string }) {
  return (
    <bdi className={styles.model} data-tooltip={name} data-tooltip-when="cut" data-cut="">
      {name}
    </bdi>
  );
}

/** The server keeps the figures of a page for a few minutes. */
function Newer({ change: { generated_at, period } }: { change: ChangeJson }) {
  return (
    <span className={styles.newer}>
      {' '}
      These figures are from {formatClock(generated_at, period.time_zone)}, newer than those above. Press
      Refresh to see all of one moment.
    </span>
  );
}

function Problem({ error, onRetry }: { error: ReportRequestError; onRetry: () => void }) {
  const { title, advice } = explain(error.failure);
  return (
    <div className={styles.problem} role="status">
      <p>
        What changed is not known: {title.charAt(0).toLowerCase() + title.slice(1)}. {advice}
      </p>
      <button type="button" className={button.secondary} onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}

/** In the shape of what comes. */
function Waiting() {
  return (
    <div className={styles.waiting}>
      <Skeleton width="short" />
      {PLACES.map((place) => (
        <Skeleton key={place} />
      ))}
    </div>
  );
}

const PLACES = ['causes', 'first', 'second', 'third', 'fourth', 'fifth'];
