import { describe, expect, test } from 'vitest';
import { averageCostUsd, modelsByCost, operationCounts, pricesByModel, shareOfTotal } from './breakdown';
import type { ModelUsageJson } from './report-json';

const usage = (values: Partial<ModelUsageJson>): ModelUsageJson => ({
  model_name: 'gemini-2.0-flash',
  operation_type: 'text_analysis',
  count: 0,
  total_tokens: 0,
  total_images: 0,
  total_cost_usd: 0,
  total_cost_inr: 0,
  unpriced_operations: 0,
  avg_cost_per_operation: 0,
  ...values,
});

describe('the share of a total', () => {
  test('is the part by the whole', () => {
    expect(shareOfTotal(25, 100)).toBe(0.25);
    expect(shareOfTotal(0, 100)).toBe(0);
  });

  test('may leave 0 to 1 where credits are among the parts', () => {
    expect(shareOfTotal(-25, 100)).toBe(-0.25);
    expect(shareOfTotal(125, 100)).toBe(1.25);
  });

  test('is nothing where the total is zero or negative', () => {
    expect(shareOfTotal(0, 0)).toBeNull();
    expect(shareOfTotal(5, 0)).toBeNull();
    expect(shareOfTotal(-5, -10)).toBeNull();
  });
});

test('models are listed by cost, equal ones in the order of the answer', () => {
  const models = [
    usage({ model_name: 'a', total_cost_usd: 1 }),
    usage({ model_name: 'b', total_cost_usd: 3 }),
    usage({ model_name: 'c', total_cost_usd: 1 }),
    usage({ model_name: 'd', total_cost_usd: -2 }),
  ];
  expect(modelsByCost(models).map((model) => model.model_name)).toEqual(['b', 'a', 'c', 'd']);
});

test('operations are counted by type, those of unknown types together', () => {
  expect(
    operationCounts([
      usage({ operation_type: 'text_analysis', count: 5 }),
      usage({ operation_type: 'image_generation', count: 2 }),
      usage({ operation_type: 'text_analysis', count: 1, model_name: 'other' }),
      usage({ operation_type: 'video', count: 3 }),
      usage({ operation_type: '', count: 4 }),
      usage({ operation_type: 'toString', count: 1 }),
    ]),
  ).toEqual({
    text_analysis_count: 6,
    image_generation_count: 2,
    image_enhancement_count: 0,
    other_count: 8,
  });
});

describe('the average cost of all operations', () => {
  test('is exact to six decimals, half up', () => {
    expect(averageCostUsd({ total_cost_usd: 10, total_operations: 3 })).toBe(3.333333);
    expect(averageCostUsd({ total_cost_usd: 0.000003, total_operations: 2 })).toBe(0.000002);
    expect(averageCostUsd({ total_cost_usd: -0.000003, total_operations: 2 })).toBe(-0.000002);
  });

  test('is zero where there was none', () => {
    expect(averageCostUsd({ total_cost_usd: 0, total_operations: 0 })).toBe(0);
  });
});

test('a price is found by its model', () => {
  const price = {
    model_name: 'gemini-2.0-flash',
    input_text_price_per_1m: 0,
    input_image_price: 0.1,
    output_text_price_per_1m: 0.4,
    output_image_price: 0.039,
    output_image_4k_price: 0.039,
    usd_to_inr_rate: 83.5,
    updated_at: null,
  };
  expect(pricesByModel([price]).get('gemini-2.0-flash')).toBe(price);
  expect(pricesByModel([price]).get('gemini-9')).toBeUndefined();
});
