import { Layers } from 'lucide-react';
import { modelsByCost, pricesByModel } from '@/lib/billing/breakdown';
import { operationLabel } from '@/lib/billing/operation-type';
import type { NetBillingJson } from '@/lib/billing/report-json';
import { isFiltered, type ReportView } from '@/lib/billing/report-view';
import button from '../ui/button.module.css';
import { DataTable } from './data-table';
import { EmptyState } from './empty-state';
import { modelColumns } from './model-columns';
import { PriceList } from './model-price';
import { Panel } from './panel';

interface Props {
  readonly report: NetBillingJson | null;
  readonly view: ReportView;
  readonly pending: boolean;
  readonly loading: boolean;
  readonly onClear: () => void;
}

/** What causes the cost: every model and what it was used for, the most expensive first. */
export function ModelUsageTable({ report, view, pending, loading, onClear }: Props) {
  const prices = pricesByModel(report?.pricing ?? []);
  return (
    <Panel id="models" title="Models" note={report && 'by cost'} pending={pending} loading={loading}>
      {report?.modelUsage.length === 0 ? (
        <NoOperations filtered={isFiltered(view.filters)} onClear={onClear} />
      ) : (
        <DataTable
          caption="Models and operations with their tokens, images and costs, the most expensive first"
          columns={modelColumns({ totalCostUsd: report?.summary.total_cost_usd ?? 0, prices })}
          rows={report && modelsByCost(report.modelUsage)}
          rowKey={({ model_name, operation_type }) => JSON.stringify([model_name, operation_type])}
          rowName={({ model_name, operation_type }) => `${model_name}, ${operationLabel(operation_type)}`}
          details={({ model_name }) => (
            <PriceList
              model={model_name}
              price={prices.get(model_name)}
              timeZone={report?.period.time_zone ?? 'UTC'}
            />
          )}
          totals={report?.summary ?? null}
        />
      )}
    </Panel>
  );
}

function NoOperations({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (filtered)
    return (
      <EmptyState
        icon={Layers}
        title="No operation matches these filters"
        action={
          <button type="button" className={button.secondary} onClick={onClear}>
            Clear all
          </button>
        }
      >
        Nothing was recorded for the chosen models and operations.
      </EmptyState>
    );
  return (
    <EmptyState icon={Layers} title="No operations yet">
      No call to a model has been recorded. Each call is billed here as soon as it is recorded.
    </EmptyState>
  );
}
