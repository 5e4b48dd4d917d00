import { describe, expect, test } from 'vitest';
import { filterChoices, filterLabel } from './filter-choices';
import type { NetBillingJson } from './report-json';

/** A report in which these models did these operations, and these models have prices. */
function report(
  used: readonly (readonly [string, string])[],
  priced: readonly string[] = [],
): NetBillingJson {
  return {
    modelUsage: used.map(([model_name, operation_type]) => ({ model_name, operation_type })),
    pricing: priced.map((model_name) => ({ model_name })),
  } as unknown as NetBillingJson;
}

const values = (...parameters: Parameters<typeof filterChoices>) =>
  filterChoices(...parameters).map(({ value }) => value);

describe('the choices of a filter', () => {
  test('are the models in use and those with a price, each once, by name', () => {
    const known = report(
      [
        ['gemini-2.0-flash', 'text_analysis'],
        ['gemini-2.0-flash', 'image_generation'],
        ['gemini-10', 'text_analysis'],
      ],
      ['gemini-2.0-flash', 'gemini-3-pro'],
    );
    expect(values('model', [known], [])).toEqual(['gemini-2.0-flash', 'gemini-3-pro', 'gemini-10']);
  });

  test('are every operation type that the program knows, and others in use', () => {
    expect(filterChoices('operation', [report([['a', 'video']])], [])).toEqual([
      { value: 'image_enhancement', label: 'Image enhancement' },
      { value: 'image_generation', label: 'Image generation' },
      { value: 'text_analysis', label: 'Text analysis' },
      { value: 'video', label: 'video' },
    ]);
  });

  test('always have what is chosen, so that it can be taken back', () => {
    expect(values('model', [report([['b', 'text_analysis']])], ['a-gone-model'])).toEqual([
      'a-gone-model',
      'b',
    ]);
    expect(values('model', [], ['a'])).toEqual(['a']);
  });

  test('of several reports are all of theirs', () => {
    expect(values('model', [report([['b', 'x']]), report([['a', 'x']])], [])).toEqual(['a', 'b']);
  });
});

test('a value without a name has words', () => {
  expect(filterLabel('model', '')).toBe('(no model)');
  expect(filterLabel('operation', '')).toBe('(no operation type)');
  expect(filterLabel('operation', 'text_analysis')).toBe('Text analysis');
});
