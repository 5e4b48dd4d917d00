import { DECIMALS } from './money';

/**
 * What is measured of a set of operations. A new measure is one entry here; the SQL, the sums, the JSON, the
 * tables and the files go by this list, and the compiler names each place that has to say something about it.
 */
export const MEASURES = {
  operations: { label: 'Operations', unit: 'count', json: 'total_operations' },
  tokens: { label: 'Tokens', unit: 'count', json: 'total_tokens' },
  images: { label: 'Images', unit: 'count', json: 'total_images' },
  costUsd: { label: 'Cost (USD)', unit: 'USD', json: 'total_cost_usd' },
  costInr: { label: 'Cost (INR)', unit: 'INR', json: 'total_cost_inr' },
  /** Operations without a recorded cost in one currency or both: they count as 0 in the sums. */
  unpricedOperations: { label: 'Unpriced operations', unit: 'count', json: 'unpriced_operations' },
} as const satisfies Record<string, { label: string; unit: Unit; json: string }>;

/** A measure's unit: whole things, millionths of a USD, or paise. */
export type Unit = 'count' | 'USD' | 'INR';
export type Measure = keyof typeof MEASURES;

export const MEASURE_NAMES = Object.keys(MEASURES) as readonly Measure[];

/** Decimals of a measure's printed value. */
export const decimalsOf = (measure: Measure): number => {
  const { unit } = MEASURES[measure];
  return unit === 'count' ? 0 : DECIMALS[unit];
};

/** Every measure of one set of operations, exact: counts, USD millionths, paise. */
export type Usage = Readonly<Record<Measure, bigint>>;

const usageOf = (value: (measure: Measure) => bigint): Usage =>
  Object.fromEntries(MEASURE_NAMES.map((measure) => [measure, value(measure)])) as Record<Measure, bigint>;

export const NO_USAGE: Usage = usageOf(() => 0n);

export function addUsage(a: Usage, b: Usage): Usage {
  return usageOf((measure) => a[measure] + b[measure]);
}

export function sumUsage(parts: Iterable<Usage>): Usage {
  const sum: Record<Measure, bigint> = { ...NO_USAGE };
  for (const part of parts) for (const measure of MEASURE_NAMES) sum[measure] += part[measure];
  return sum;
}

export function sameUsage(a: Usage, b: Usage): boolean {
  return MEASURE_NAMES.every((measure) => a[measure] === b[measure]);
}
