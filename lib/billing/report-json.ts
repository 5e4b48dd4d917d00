import type { ChargePeriod } from './charge-period';
import { decimalsOf, MEASURE_NAMES, MEASURES, type Measure, type Usage } from './measures';
import { DECIMALS, toNearestNumber } from './money';
import { OPERATION_TYPE_NAMES, OPERATION_TYPES, type OperationType } from './operation-type';
import type { AnsweredBy, ModelPrice, ModelUsage, NetBillingReport } from './report';
import type { PeriodName } from './report-parameters';
import type { OperationCounts, UserBilling } from './user-billings';
import type { UserList } from './user-list';

/**
 * The report under the contract's names (contract §2): the only place where snake_case leaves the house.
 * Counts and costs are JSON numbers; a cost is the double nearest to the exact decimal.
 */
export interface NetBillingJson {
  readonly summary: SummaryJson;
  readonly userBilling: readonly UserBillingJson[];
  readonly modelUsage: readonly ModelUsageJson[];
  readonly pricing: readonly ModelPriceJson[];
  readonly period: PeriodJson;
  readonly page: UserList['page'];
  /** ISO 8601 with Z. */
  readonly generated_at: string;
  readonly engine: EngineJson;
}

export interface EngineJson {
  readonly name: AnsweredBy['name'];
  /** ISO 8601 with Z. */
  readonly as_of: string;
  readonly replica: AnsweredBy['replica'];
}

export type MeasureJson = { readonly [M in Measure as (typeof MEASURES)[M]['json']]: number };
type OperationCountsJson = {
  readonly [T in OperationType as (typeof OPERATION_TYPES)[T]['json']]: number;
} & { readonly other_count: number };

export type SummaryJson = { readonly total_users: number; readonly active_users: number } & MeasureJson;

export type UserBillingJson = {
  readonly user_id: number;
  readonly email: string;
  readonly last_activity: string | null;
} & MeasureJson &
  OperationCountsJson;

export type ModelUsageJson = {
  readonly model_name: string;
  readonly operation_type: string;
  readonly count: number;
  readonly avg_cost_per_operation: number;
} & Omit<MeasureJson, 'total_operations'>;

export interface ModelPriceJson {
  readonly model_name: string;
  readonly input_text_price_per_1m: number;
  readonly input_image_price: number;
  readonly output_text_price_per_1m: number;
  readonly output_image_price: number;
  readonly output_image_4k_price: number;
  readonly usd_to_inr_rate: number;
  readonly updated_at: string | null;
}

export interface PeriodJson {
  /** The name by which the period was chosen; `null`: by its dates. */
  readonly name: PeriodName | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly start: string | null;
  readonly end: string | null;
  readonly time_zone: string;
}

export function toReportJson(report: NetBillingReport, list: UserList): NetBillingJson {
  return {
    summary: toSummaryJson(report.summary),
    userBilling: list.users.map(toUserJson),
    modelUsage: report.models.map(toModelJson),
    pricing: report.pricing.map(toPriceJson),
    period: toPeriodJson(report.period),
    page: list.page,
    generated_at: report.generatedAt,
    engine: toEngineJson(report.engine),
  };
}

export function toSummaryJson({ totalUsers, activeUsers, usage }: NetBillingReport['summary']): SummaryJson {
  return { total_users: totalUsers, active_users: activeUsers, ...toMeasureJson(usage) };
}

export function toMeasureJson(usage: Usage): MeasureJson {
  return Object.fromEntries(
    MEASURE_NAMES.map((measure) => [
      MEASURES[measure].json,
      toNearestNumber(usage[measure], decimalsOf(measure)),
    ]),
  ) as MeasureJson;
}

export function toUserJson({
  id,
  email,
  usage,
  operationCounts,
  lastActivity,
}: UserBilling): UserBillingJson {
  return {
    user_id: id,
    email,
    ...toMeasureJson(usage),
    ...toOperationCountsJson(operationCounts),
    last_activity: lastActivity,
  };
}

function toOperationCountsJson(counts: OperationCounts): OperationCountsJson {
  const known = OPERATION_TYPE_NAMES.map((name) => [OPERATION_TYPES[name].json, Number(counts[name])]);
  return { ...Object.fromEntries(known), other_count: Number(counts.other) } as OperationCountsJson;
}

function toModelJson({ model, operation, usage, averageCostUsd }: ModelUsage): ModelUsageJson {
  const { total_operations: count, ...measures } = toMeasureJson(usage);
  return {
    model_name: model,
    operation_type: operation,
    count,
    ...measures,
    avg_cost_per_operation: toNearestNumber(averageCostUsd, DECIMALS.USD),
  };
}

function toPriceJson(price: ModelPrice): ModelPriceJson {
  return {
    model_name: price.model,
    input_text_price_per_1m: Number(price.inputTextPricePerMillion),
    input_image_price: Number(price.inputImagePrice),
    output_text_price_per_1m: Number(price.outputTextPricePerMillion),
    output_image_price: Number(price.outputImagePrice),
    output_image_4k_price: Number(price.outputImage4kPrice),
    usd_to_inr_rate: Number(price.usdToInrRate),
    updated_at: price.updatedAt,
  };
}

const toEngineJson = ({ name, asOf, replica }: AnsweredBy): EngineJson => ({ name, as_of: asOf, replica });

export function toPeriodJson({ name, from, to, start, end, timeZone }: ChargePeriod): PeriodJson {
  return { name, from, to, start, end, time_zone: timeZone };
}
