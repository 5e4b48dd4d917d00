import { type FunctionComponent, lazy, Suspense } from 'react';
import { hasReplica } from '@/lib/billing/replica-status';
import type { NetBillingJson } from '@/lib/billing/report-json';

interface ShownProps {
  readonly report: NetBillingJson;
  readonly onRefresh: () => void;
}

interface Props extends Pick<ShownProps, 'onRefresh'> {
  readonly report: NetBillingJson | null;
}

/** Loaded where there is a replica to speak of. The report is whole without it, also where it can't be loaded. */
const ReplicaLine = lazy<FunctionComponent<ShownProps>>(() =>
  import('./replica-line').then(
    ({ ReplicaLine }) => ({ default: ReplicaLine }),
    () => ({ default: () => null }),
  ),
);

/** How fresh the figures are, where that is more than the time at which they were read. */
export function Freshness({ report, onRefresh }: Props) {
  if (!report || !hasReplica(report.engine.replica)) return null;
  return (
    <Suspense fallback={null}>
      <ReplicaLine report={report} onRefresh={onRefresh} />
    </Suspense>
  );
}
