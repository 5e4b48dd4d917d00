import { expect, test } from 'vitest';
import { parseExposition } from '@/tests/setup/metrics';
import { count, countStatement, exposition, watch } from './metrics';

const figures = async () => parseExposition((await exposition()).text);

test('a figure that is watched is looked up whenever the metrics are asked for', async () => {
  let rows: number | null = null;
  watch({ name: 'test_rows', help: 'Rows.', read: () => rows });
  expect((await figures()).has('test_rows')).toBe(false);
  rows = 3;
  expect((await figures()).get('test_rows')).toBe(3);
  rows = 2;
  expect((await figures()).get('test_rows')).toBe(2);
});

test('a watched figure with a label has a sample for each of its values, and none of the former ones', async () => {
  let repaired: Record<string, number> = { missing: 1, changed: 2 };
  watch({
    name: 'test_repaired_total',
    help: 'Repairs.',
    label: 'kind',
    kind: 'counter',
    read: () => repaired,
  });
  expect((await figures()).get('test_repaired_total{kind="changed"}')).toBe(2);
  repaired = { missing: 5 };
  const now = await figures();
  expect(now.get('test_repaired_total{kind="missing"}')).toBe(5);
  expect(now.has('test_repaired_total{kind="changed"}')).toBe(false);
});

test('a module that is loaded twice watches the same figure once', async () => {
  watch({ name: 'test_twice', help: 'Once.', read: () => 1 });
  watch({ name: 'test_twice', help: 'Once.', read: () => 2 });
  expect((await figures()).get('test_twice')).toBe(2);
});

test('statements are counted by what they ask, where, and what became of them', async () => {
  const labels = { query: 'a question', engine: 'replica', outcome: 'answered' } as const;
  countStatement({ ...labels, seconds: 0.002 });
  countStatement({ ...labels, seconds: 2 });
  const now = await figures();
  const key = (name: string, le = '') =>
    `net_billing_statement_duration_seconds_${name}{${le}query="a question",engine="replica",outcome="answered"}`;
  expect(now.get(key('count'))).toBe(2);
  expect(now.get(key('bucket', 'le="0.003",'))).toBe(1);
});

test('a counter grows by one', async () => {
  count('test_events_total', 'Events.', { kind: 'a' });
  count('test_events_total', 'Events.', { kind: 'a' });
  count('test_events_total', 'Events.', { kind: 'b' });
  expect((await figures()).get('test_events_total{kind="a"}')).toBe(2);
});
