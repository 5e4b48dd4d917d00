import type { Call, CallList } from './calls';
import { DECIMALS, toNearestNumber } from './money';
import { type MeasureJson, type PeriodJson, toMeasureJson, toPeriodJson } from './report-json';

/** Single calls under the API's names. A cost is the double nearest to the recorded decimal, `null` where none is. */
export interface CallsJson {
  readonly calls: readonly CallJson[];
  /** Of all pages. */
  readonly total: MeasureJson;
  readonly period: PeriodJson;
  readonly page: CallList['page'];
  /** ISO 8601 with Z. */
  readonly generated_at: string;
}

export interface CallJson {
  readonly id: number;
  readonly user_id: number;
  readonly email: string;
  readonly generation_log_id: number | null;
  readonly model_name: string;
  readonly operation_type: string;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  readonly input_images: number | null;
  readonly output_images: number | null;
  readonly cost_usd: number | null;
  readonly cost_inr: number | null;
  readonly created_at: string | null;
}

export function toCallsJson({ calls, total, period, page, generatedAt }: CallList): CallsJson {
  return {
    calls: calls.map(toCallJson),
    total: toMeasureJson(total),
    period: toPeriodJson(period),
    page,
    generated_at: generatedAt,
  };
}

function toCallJson(call: Call & { readonly email: string }): CallJson {
  return {
    id: call.id,
    user_id: call.userId,
    email: call.email,
    generation_log_id: call.generationLogId,
    model_name: call.model,
    operation_type: call.operation,
    input_tokens: call.inputTokens,
    output_tokens: call.outputTokens,
    input_images: call.inputImages,
    output_images: call.outputImages,
    cost_usd: call.costUsd === null ? null : toNearestNumber(call.costUsd, DECIMALS.USD),
    cost_inr: call.costInr === null ? null : toNearestNumber(call.costInr, DECIMALS.INR),
    created_at: call.createdAt,
  };
}
