import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseTrace } from './trace';

const csv = readFileSync(new URL('azure-llm-inference-2023-code.csv', import.meta.url), 'utf8');

test('reads all 8,819 requests, in the order of the file', () => {
  const trace = parseTrace(csv);
  expect(trace).toHaveLength(8819);
  expect(trace[0]).toEqual({ contextTokens: 4808, generatedTokens: 10 });
  expect(trace.at(-1)).toEqual({ contextTokens: 549, generatedTokens: 173 });
});

test('refuses a file that is not the trace', () => {
  expect(() => parseTrace('a,b\n1,2')).toThrow('must start with');
  expect(() => parseTrace('TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16,12')).toThrow('Line 2');
});
