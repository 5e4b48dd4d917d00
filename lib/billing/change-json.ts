import type { ChangeSplit, Cost, CostChange, CostDrivers } from './cost-change';
import { DECIMALS, toNearestNumber } from './money';
import type { NetBillingReport } from './report';
import { type PeriodJson, type SummaryJson, toPeriodJson, toSummaryJson } from './report-json';

/** What changed since the period before, as the API answers it. Costs are `now` minus `before`. */
export interface ChangeJson {
  readonly period: PeriodJson;
  readonly summary: SummaryJson;
  /** `null`: there is no period before one that is open on a side. */
  readonly previous: {
    readonly period: PeriodJson;
    readonly summary: SummaryJson;
    readonly change: CostJson;
    readonly users: DriversJson;
    readonly models: DriversJson;
    /** USD; the three sum exactly to `change.cost_usd`. */
    readonly split: { readonly volume: number; readonly mix: number; readonly unit_cost: number };
  } | null;
  /** ISO 8601 with Z. */
  readonly generated_at: string;
}

export interface CostJson {
  readonly cost_usd: number;
  readonly cost_inr: number;
}

export type DriverJson = { readonly key: string; readonly label: string } & CostJson;

/** The drivers and the others sum exactly to the change. */
export interface DriversJson {
  readonly drivers: readonly DriverJson[];
  readonly others: CostJson & { readonly count: number };
}

export function toChangeJson(
  now: NetBillingReport,
  since: { readonly before: NetBillingReport; readonly change: CostChange } | null,
): ChangeJson {
  return {
    period: toPeriodJson(now.period),
    summary: toSummaryJson(now.summary),
    previous: since && {
      period: toPeriodJson(since.before.period),
      summary: toSummaryJson(since.before.summary),
      change: toCostJson(since.change.total),
      users: toDriversJson(since.change.users),
      models: toDriversJson(since.change.models),
      split: toSplitJson(since.change.split),
    },
    generated_at: now.generatedAt,
  };
}

const toCostJson = ({ costUsd, costInr }: Cost): CostJson => ({
  cost_usd: toNearestNumber(costUsd, DECIMALS.USD),
  cost_inr: toNearestNumber(costInr, DECIMALS.INR),
});

const toDriversJson = ({ drivers, others }: CostDrivers): DriversJson => ({
  drivers: drivers.map(({ key, label, ...cost }) => ({ key, label, ...toCostJson(cost) })),
  others: { count: others.count, ...toCostJson(others) },
});

const toSplitJson = ({ volume, mix, unitCost }: ChangeSplit) => ({
  volume: toNearestNumber(volume, DECIMALS.USD),
  mix: toNearestNumber(mix, DECIMALS.USD),
  unit_cost: toNearestNumber(unitCost, DECIMALS.USD),
});
