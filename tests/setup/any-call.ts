import fc from 'fast-check';
import type { Call } from './rows';

/** The first day of the random calls; the clocks of New York went back on 2 November 2025. */
const FIRST_DAY = Date.UTC(2025, 9, 15);
export const DAYS = 40;

/** The calendar date so many days after the first one. */
export const dateOf = (day: number): string =>
  new Date(FIRST_DAY + day * 86_400_000).toISOString().slice(0, 10);

const decimal = (decimals: number) =>
  fc.integer({ min: -(10 ** 9), max: 10 ** 9 }).map((units) => (units / 10 ** decimals).toFixed(decimals));

const dateTime = fc
  .integer({ min: 0, max: DAYS * 86_400 - 1 })
  .map((seconds) => new Date(FIRST_DAY + seconds * 1000).toISOString().slice(0, 19).replace('T', ' '));

/** Users 1 to 7, NULL anywhere, negative costs, an operation type that the column can't hold. */
export const anyCall = fc.record({
  user_id: fc.integer({ min: 1, max: 7 }),
  model_name: fc.constantFrom('a', 'b', 'c'),
  operation_type: fc.constantFrom('text_analysis', 'image_generation', 'image_enhancement', 'unknown'),
  input_tokens: fc.option(fc.nat(1_000_000)),
  output_tokens: fc.option(fc.nat(1_000_000)),
  input_images: fc.option(fc.nat(3)),
  output_images: fc.option(fc.nat(3)),
  cost_usd: fc.option(decimal(6)),
  cost_inr: fc.option(decimal(2)),
  created_at: fc.option(dateTime),
});

/** The calls' figures under the contract's names, added up in the smallest units and not by the program. */
export function sumOfCalls(calls: readonly Call[]) {
  const sum = (value: (call: Call) => number) => calls.reduce((total, call) => total + value(call), 0);
  return {
    total_operations: calls.length,
    total_tokens: sum((call) => (call.input_tokens ?? 0) + (call.output_tokens ?? 0)),
    total_images: sum((call) => (call.input_images ?? 0) + (call.output_images ?? 0)),
    total_cost_usd: sum((call) => Math.round(Number(call.cost_usd ?? 0) * 1e6)) / 1e6,
    total_cost_inr: sum((call) => Math.round(Number(call.cost_inr ?? 0) * 1e2)) / 1e2,
    unpriced_operations: sum((call) => (call.cost_usd === null || call.cost_inr === null ? 1 : 0)),
  };
}
