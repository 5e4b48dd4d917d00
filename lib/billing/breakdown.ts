import { DECIMALS, divideHalfUp, parseDecimal, toNearestNumber } from './money';
import { isOperationType, OPERATION_TYPES, type OperationType } from './operation-type';
import type { ModelPriceJson, ModelUsageJson, SummaryJson } from './report-json';

/** What the tables say about parts and their whole, worked out from the API's answer. */

/** A part of a total between the two, `null` where a share of the total says nothing: it is zero or negative. */
export function shareOfTotal(part: number, total: number): number | null {
  return total > 0 ? part / total : null;
}

/** The most expensive first; equal costs by name. */
export function modelsByCost(models: readonly ModelUsageJson[]): ModelUsageJson[] {
  // The answer is in order of names, and sorting keeps the order of equals.
  return [...models].sort((a, b) => b.total_cost_usd - a.total_cost_usd);
}

/** Operations of each type, under the names that a user's row has for them. */
export type OperationCountsByType = Readonly<
  Record<(typeof OPERATION_TYPES)[OperationType]['json'] | 'other_count', number>
>;

/** Operations of each type by everybody: the models' rows name the type, and add up to the summary (contract §1). */
export function operationCounts(models: readonly ModelUsageJson[]): OperationCountsByType {
  const counts = {
    text_analysis_count: 0,
    image_generation_count: 0,
    image_enhancement_count: 0,
    other_count: 0,
  };
  for (const { operation_type, count } of models)
    counts[isOperationType(operation_type) ? OPERATION_TYPES[operation_type].json : 'other_count'] += count;
  return counts;
}

/** The average cost of all operations, by the same rule as each model's (contract §1): exact, 6 decimals, half up. */
export function averageCostUsd({
  total_cost_usd,
  total_operations,
}: Pick<SummaryJson, 'total_cost_usd' | 'total_operations'>): number {
  if (total_operations === 0) return 0;
  const cost = parseDecimal(total_cost_usd.toFixed(DECIMALS.USD), DECIMALS.USD);
  return toNearestNumber(divideHalfUp(cost, BigInt(total_operations)), DECIMALS.USD);
}

/** Today's prices by model. */
export function pricesByModel(pricing: readonly ModelPriceJson[]): ReadonlyMap<string, ModelPriceJson> {
  return new Map(pricing.map((price) => [price.model_name, price]));
}
