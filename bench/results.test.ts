import { expect, test } from 'vitest';
import { toTable } from './results';

test('a figure stands beside the baseline and its limit, and one that is past it is marked', () => {
  const table = toTable(
    [
      { what: 'baseline', value: 1000 },
      { what: 'report', value: 5, limit: 4, limitIs: '1/250 of the baseline' },
      { what: 'copy', value: 50, unit: 's', limit: 100 },
      { what: 'memory', value: 300, unit: 'MB', limit: 600 },
    ],
    1000,
  );
  expect(table.split('\n').slice(2)).toEqual([
    '| baseline | 1,000 ms | 1/1.00 |  |  |',
    '| report | 5.00 ms | 1/200 | 4.00 ms (1/250 of the baseline) | 1.25 ✗ |',
    '| copy | 50.0 s | 1/0.02 | 100 s | 0.50 |',
    '| memory | 300 MB |  | 600 MB | 0.50 |',
  ]);
});
