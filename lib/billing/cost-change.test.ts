import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CostDrivers, explainChange, splitChange } from './cost-change';
import { NO_USAGE } from './measures';
import { buildReport, type ModelUsage, type NetBillingReport } from './report';
import { UserBillings, UserDirectory } from './user-billings';
import { userUsageOf } from './user-usage';

/** A call's user, model and cost in dollars' millionths. */
type CallRow = readonly [userId: number, model: string, costUsd: bigint];

function reportOf(calls: readonly CallRow[]): NetBillingReport {
  const rows = calls.map(([userId, model, costUsd]) => ({
    userId,
    model,
    operation: 'text_analysis',
    usage: { ...NO_USAGE, operations: 1n, costUsd, costInr: costUsd * 84n },
    lastActivity: null,
  }));
  const byModel = new Map<string, (typeof rows)[number]>();
  for (const row of rows) {
    const sum = byModel.get(row.model)?.usage ?? NO_USAGE;
    const usage = {
      ...NO_USAGE,
      operations: sum.operations + 1n,
      costUsd: sum.costUsd + row.usage.costUsd,
      costInr: sum.costInr + row.usage.costInr,
    };
    byModel.set(row.model, { ...row, usage });
  }
  return buildReport({
    period: { name: null, from: null, to: null, start: null, end: null, timeZone: 'UTC' },
    users: new UserBillings(new UserDirectory([]), userUsageOf(rows)),
    usageOfModels: [...byModel.values()],
    pricing: [],
    generatedAt: '2026-01-01T00:00:00.000Z',
    engine: { name: 'mysql', asOf: '2026-01-01T00:00:00.000Z', replica: 'off' },
  });
}

const kind = (model: string, operations: bigint, costUsd: bigint): ModelUsage => ({
  model,
  operation: 'image_generation',
  usage: { ...NO_USAGE, operations, costUsd },
  averageCostUsd: 0n,
});

const sumOf = ({ drivers, others }: CostDrivers) =>
  drivers.reduce((sum, { costUsd }) => sum + costUsd, others.costUsd);

describe('the split of a change', () => {
  test('is all volume where the same kinds were called more often at the same cost', () => {
    // 10 at $2 → 15 at $2: 5 more, at $2.
    expect(splitChange([kind('a', 15n, 30n)], [kind('a', 10n, 20n)])).toEqual({
      volume: 10n,
      mix: 0n,
      unitCost: 0n,
    });
  });

  test('is all unit cost where one kind became dearer', () => {
    expect(splitChange([kind('a', 10n, 30n)], [kind('a', 10n, 20n)])).toEqual({
      volume: 0n,
      mix: 0n,
      unitCost: 10n,
    });
  });

  test('is all mix where calls moved to a dearer kind', () => {
    const before = [kind('cheap', 10n, 10n), kind('dear', 10n, 100n)];
    const now = [kind('cheap', 5n, 5n), kind('dear', 15n, 150n)];
    expect(splitChange(now, before)).toEqual({ volume: 0n, mix: 45n, unitCost: 0n });
  });

  test('counts a new kind by what it costs more than the average of before', () => {
    // One more call at the average of 2, which cost 12.
    const now = [kind('a', 10n, 20n), kind('new', 1n, 12n)];
    expect(splitChange(now, [kind('a', 10n, 20n)])).toEqual({ volume: 2n, mix: 10n, unitCost: 0n });
  });

  test('is all volume where there was nothing before, or nothing is left', () => {
    expect(splitChange([kind('a', 2n, 9n)], [])).toEqual({ volume: 9n, mix: 0n, unitCost: 0n });
    expect(splitChange([], [kind('a', 2n, 9n)])).toEqual({ volume: -9n, mix: 0n, unitCost: 0n });
    expect(splitChange([], [])).toEqual({ volume: 0n, mix: 0n, unitCost: 0n });
  });

  test('keeps two operations of one model apart, whatever their names', () => {
    const before = [
      { ...kind('a', 1n, 1n), operation: 'b,c' },
      { ...kind('a,b', 1n, 5n), operation: 'c' },
    ];
    expect(splitChange(before, before)).toEqual({ volume: 0n, mix: 0n, unitCost: 0n });
  });

  test('sums exactly to the change, for any kinds before and now', () => {
    const cost = fc.bigInt({ min: -(10n ** 9n), max: 10n ** 12n });
    const kinds = fc.uniqueArray(
      fc.record({
        model: fc.constantFrom('a', 'b', 'c', 'd'),
        operations: fc.bigInt({ min: 1n, max: 10n ** 7n }),
        cost,
      }),
      { selector: ({ model }) => model },
    );
    const total = (rows: readonly ModelUsage[]) => rows.reduce((sum, { usage }) => sum + usage.costUsd, 0n);
    fc.assert(
      fc.property(kinds, kinds, (a, b) => {
        const now = a.map(({ model, operations, cost }) => kind(model, operations, cost));
        const before = b.map(({ model, operations, cost }) => kind(model, operations, cost));
        const { volume, mix, unitCost } = splitChange(now, before);
        expect(volume + mix + unitCost).toBe(total(now) - total(before));
      }),
    );
  });
});

describe('who changed the cost', () => {
  test('are named with their part, up first, then down', () => {
    const before = reportOf([
      [1, 'a', 10n],
      [2, 'b', 50n],
    ]);
    const now = reportOf([
      [1, 'a', 40n],
      [2, 'b', 20n],
      [3, 'c', 5n],
    ]);
    const { total, users, models } = explainChange(now, before);
    expect(total).toEqual({ costUsd: 5n, costInr: 420n });
    expect(users.drivers.map(({ key, costUsd }) => [key, costUsd])).toEqual([
      ['1', 30n],
      ['3', 5n],
      ['2', -30n],
    ]);
    expect(models.drivers.map(({ label }) => label)).toEqual(['a', 'c', 'b']);
    expect(users.others).toEqual({ costUsd: 0n, costInr: 0n, count: 0 });
  });

  test('are at most five each way; the others are one part', () => {
    const now = reportOf(Array.from({ length: 8 }, (_, id): CallRow => [id, `m${id}`, BigInt(id + 1)]));
    const { users } = explainChange(now, reportOf([]));
    expect(users.drivers.map(({ costUsd }) => costUsd)).toEqual([8n, 7n, 6n, 5n, 4n]);
    expect(users.others).toEqual({ costUsd: 6n, costInr: 504n, count: 3 });
  });

  test('sum exactly to the change, for any calls before and now', () => {
    const calls = fc.array(
      fc.tuple(
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom('a', 'b', 'c'),
        fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(calls, calls, (now, before) => {
        const { total, users, models } = explainChange(reportOf(now), reportOf(before));
        expect(sumOf(users)).toBe(total.costUsd);
        expect(sumOf(models)).toBe(total.costUsd);
      }),
    );
  });
});
