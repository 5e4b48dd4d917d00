import type { CallStretch } from './call-days';
import { inOrderOfDays } from './call-days';
import type { ChargePeriod } from './charge-period';
import { addUsage, sumUsage, type Usage } from './measures';

/** One operation, as it was recorded: a `null` is what was not. */
export interface Call {
  readonly id: number;
  readonly userId: number;
  readonly generationLogId: number | null;
  readonly model: string;
  readonly operation: string;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly inputImages: number | null;
  readonly outputImages: number | null;
  /** Millionths of a USD. */
  readonly costUsd: bigint | null;
  /** Paise. */
  readonly costInr: bigint | null;
  /** ISO 8601 in UTC. */
  readonly createdAt: string | null;
}

/** The calls of one UTC day. */
export interface UsageOfCallDay {
  /** `null`: those without a date. */
  readonly day: string | null;
  readonly usage: Usage;
  /** The largest id among them. */
  readonly newestId: number;
}

/** All calls that a question is about, counted. */
export interface CallCount {
  readonly days: readonly (UsageOfCallDay & { readonly calls: number })[];
  readonly total: Usage;
  /** Calls up to this id are the ones counted: what is recorded later has a larger one. */
  readonly newestId: number;
  /** When they were counted, ISO 8601 in UTC. */
  readonly generatedAt: string;
}

export function countOfDays(days: readonly UsageOfCallDay[], generatedAt: string): CallCount {
  const counted = days.map((day) => ({ ...day, calls: Number(day.usage.operations) }));
  return {
    days: inOrderOfDays(counted, (a, b) => ({
      ...a,
      calls: a.calls + b.calls,
      usage: addUsage(a.usage, b.usage),
      newestId: Math.max(a.newestId, b.newestId),
    })),
    total: sumUsage(days.map(({ usage }) => usage)),
    newestId: days.reduce((newest, { newestId }) => Math.max(newest, newestId), 0),
    generatedAt,
  };
}

/** A page of calls, and what they are part of. */
export interface CallList {
  readonly calls: readonly (Call & { readonly email: string })[];
  readonly total: Usage;
  readonly period: ChargePeriod;
  readonly page: {
    /** From 1. */
    readonly number: number;
    readonly size: number;
    readonly rows: number;
    /** At least 1. */
    readonly pages: number;
  };
  /** ISO 8601 in UTC. */
  readonly generatedAt: string;
}

/** Calls as they were read, in the order that was asked for. */
export function inOrder<Row>(
  rows: readonly Row[],
  { order }: Pick<CallStretch, 'order'>,
  asked: CallStretch['order'],
): readonly Row[] {
  return order === asked ? rows : [...rows].reverse();
}
