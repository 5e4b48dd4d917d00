import { averageCostUsd } from '@/lib/billing/breakdown';
import { operationLabel } from '@/lib/billing/operation-type';
import type { ModelPriceJson, ModelUsageJson, SummaryJson } from '@/lib/billing/report-json';
import { OperationsLink } from './calls-link';
import { Count, Money, UnpricedMark } from './figures';
import { MainPrice } from './model-price';
import styles from './model-usage-table.module.css';
import { ShareBar } from './share-bar';
import type { Column } from './table-column';

interface Setting {
  readonly totalCostUsd: number;
  /** Today's prices by model. */
  readonly prices: ReadonlyMap<string, ModelPriceJson>;
}

export function modelColumns({
  totalCostUsd,
  prices,
}: Setting): readonly Column<ModelUsageJson, SummaryJson>[] {
  return [
    {
      header: 'Model',
      priority: 1,
      cell: ({ model_name, operation_type }) => (
        <span className={styles.model}>
          <bdi className={styles.name} data-tooltip={model_name} data-tooltip-when="cut" data-cut="">
            {model_name}
          </bdi>
          <span className={styles.operation}>{operationLabel(operation_type)}</span>
          <MainPrice price={prices.get(model_name)} operation={operation_type} />
        </span>
      ),
      total: () => 'Total',
    },
    {
      header: 'Operation',
      priority: 2,
      cell: ({ operation_type }) => <bdi>{operationLabel(operation_type)}</bdi>,
    },
    {
      header: 'Count',
      priority: 2,
      align: 'end',
      cell: ({ count, model_name: model, operation_type: operation }) => (
        <OperationsLink
          count={count}
          of={{ model, operation }}
          name={`${model}, ${operationLabel(operation)}`}
        />
      ),
      total: (all) => <OperationsLink count={all.total_operations} of={{}} name="all models" />,
    },
    {
      header: 'Tokens',
      priority: 4,
      align: 'end',
      cell: ({ total_tokens }) => <Count value={total_tokens} />,
      total: (all) => <Count value={all.total_tokens} />,
    },
    {
      header: 'Images',
      priority: 4,
      align: 'end',
      cell: ({ total_images }) => <Count value={total_images} />,
      total: (all) => <Count value={all.total_images} />,
    },
    {
      header: 'Cost (USD)',
      priority: 1,
      align: 'end',
      cell: ({ total_cost_usd, unpriced_operations }) => (
        <>
          <UnpricedMark count={unpriced_operations} />
          <Money value={total_cost_usd} currency="USD" />
        </>
      ),
      total: (all) => <Money value={all.total_cost_usd} currency="USD" />,
    },
    {
      header: 'Cost (INR)',
      priority: 1,
      align: 'end',
      cell: ({ total_cost_inr }) => <Money value={total_cost_inr} currency="INR" />,
      total: (all) => <Money value={all.total_cost_inr} currency="INR" />,
    },
    {
      header: 'Average Cost (USD)',
      priority: 3,
      align: 'end',
      cell: ({ avg_cost_per_operation }) => <Money value={avg_cost_per_operation} currency="USD" />,
      total: (all) => <Money value={averageCostUsd(all)} currency="USD" />,
    },
    {
      header: 'Share of Cost',
      priority: 3,
      align: 'end',
      cell: ({ total_cost_usd }) => <ShareBar part={total_cost_usd} total={totalCostUsd} />,
    },
  ];
}
