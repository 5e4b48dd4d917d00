import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MEASURE_NAMES, NO_USAGE, sumUsage, type Usage } from './measures';
import { buildReport, type Readings, TieOutError, type UsageOfModel } from './report';
import { UserBillings, UserDirectory } from './user-billings';
import { type UsageOfUser, userUsageOf } from './user-usage';

const usage = (some: Partial<Usage>): Usage => ({ ...NO_USAGE, ...some });
const ALL_TIME = { name: null, from: null, to: null, start: null, end: null, timeZone: 'UTC' };
const NOTHING: Readings = {
  period: ALL_TIME,
  users: new UserBillings(new UserDirectory([]), userUsageOf([])),
  usageOfModels: [],
  pricing: [],
  generatedAt: '2026-05-01T00:00:00.000Z',
  engine: { name: 'mysql', asOf: '2026-05-01T00:00:00.000Z', replica: 'off' },
};

/** Ann: 2 analyses and a generation. User 42 is gone. Bob never called anything. */
const READINGS: Readings = {
  ...NOTHING,
  users: new UserBillings(
    new UserDirectory([
      { id: 1, email: 'ann@example.com' },
      { id: 2, email: 'bob@example.com' },
    ]),
    userUsageOf([
      {
        userId: 1,
        operation: 'text_analysis',
        usage: usage({ operations: 2n, tokens: 300n, costUsd: 21n, costInr: 1n }),
        lastActivity: '2026-04-02T10:00:00.000Z',
      },
      {
        userId: 1,
        operation: 'image_generation',
        usage: usage({ operations: 1n, images: 1n, costUsd: 39_000n, costInr: 326n }),
        lastActivity: '2026-04-01T10:00:00.000Z',
      },
      {
        userId: 42,
        operation: 'video_generation',
        usage: usage({ operations: 1n, costUsd: -1_000n, costInr: -8n, unpricedOperations: 1n }),
        lastActivity: null,
      },
    ]),
  ),
  usageOfModels: [
    {
      model: 'flash',
      operation: 'text_analysis',
      usage: usage({ operations: 2n, tokens: 300n, costUsd: 21n, costInr: 1n }),
    },
    {
      model: 'banana',
      operation: 'image_generation',
      usage: usage({ operations: 2n, images: 1n, costUsd: 38_000n, costInr: 318n, unpricedOperations: 1n }),
    },
  ],
};

describe('buildReport', () => {
  test('the summary adds up what the users used', () => {
    expect(buildReport(READINGS).summary).toEqual({
      totalUsers: 2,
      activeUsers: 2,
      usage: {
        operations: 4n,
        tokens: 300n,
        images: 1n,
        costUsd: 38_021n,
        costInr: 319n,
        unpricedOperations: 1n,
      },
    });
  });

  test('puts the operations of one user together, by type', () => {
    expect(buildReport(READINGS).users.at(0)).toEqual({
      id: 1,
      email: 'ann@example.com',
      usage: usage({ operations: 3n, tokens: 300n, images: 1n, costUsd: 39_021n, costInr: 327n }),
      operationCounts: { text_analysis: 2n, image_generation: 1n, image_enhancement: 0n, other: 0n },
      lastActivity: '2026-04-02T10:00:00.000Z',
    });
  });

  test('lists a user who never called anything, with zeros', () => {
    expect(buildReport(READINGS).users.at(1)).toMatchObject({
      email: 'bob@example.com',
      usage: NO_USAGE,
      lastActivity: null,
    });
  });

  test('bills the calls of a deleted user', () => {
    expect(buildReport(READINGS).users.at(2)).toMatchObject({
      id: 42,
      email: '(deleted user 42)',
      usage: { operations: 1n, costUsd: -1_000n },
    });
  });

  test('counts an operation type that it does not know as other', () => {
    expect(buildReport(READINGS).users.at(2).operationCounts.other).toBe(1n);
  });

  test('averages the cost of an operation half up to a millionth', () => {
    const averages = buildReport(READINGS).models.map(({ model, averageCostUsd }) => [model, averageCostUsd]);
    // 0.000021 / 2 = 0.0000105
    expect(averages).toEqual([
      ['banana', 19_000n],
      ['flash', 11n],
    ]);
  });

  test('a report on nothing is all zeros', () => {
    expect(buildReport(NOTHING).summary).toEqual({ totalUsers: 0, activeUsers: 0, usage: NO_USAGE });
  });

  test('refuses breakdowns that do not add up to the same', () => {
    expect(() => buildReport({ ...READINGS, usageOfModels: [] })).toThrow(TieOutError);
  });

  test('whatever the rows: summary = sum of users = sum of models = sum of rows', () => {
    fc.assert(
      fc.property(fc.array(anyCall, { maxLength: 60 }), (calls) => {
        const report = buildReport({
          ...NOTHING,
          users: new UserBillings(
            new UserDirectory([1, 2, 3].map((id) => ({ id, email: `u${id}@example.com` }))),
            userUsageOf(
              calls.map(({ userId, operation, usage }) => ({ userId, operation, usage, lastActivity: null })),
            ),
          ),
          usageOfModels: calls.map(({ model, operation, usage }) => ({ model, operation, usage })),
        });
        const raw = Object.fromEntries(
          MEASURE_NAMES.map((measure) => [
            measure,
            calls.reduce((sum, { usage }) => sum + usage[measure], 0n),
          ]),
        );
        expect(report.summary.usage).toEqual(raw);
        expect(sumUsage([...report.users].map((user) => user.usage))).toEqual(raw);
        expect(sumUsage(report.models.map((model) => model.usage))).toEqual(raw);
        for (const { usage, operationCounts } of report.users)
          expect(Object.values(operationCounts).reduce((sum, count) => sum + count, 0n)).toBe(
            usage.operations,
          );
      }),
    );
  });
});

const anyCall: fc.Arbitrary<Pick<UsageOfUser, 'userId'> & UsageOfModel> = fc.record({
  userId: fc.integer({ min: 1, max: 6 }),
  model: fc.constantFrom('a', 'b', ''),
  operation: fc.constantFrom('text_analysis', 'image_generation', 'image_enhancement', 'unknown', ''),
  usage: fc.record({
    operations: fc.constant(1n),
    tokens: fc.bigInt({ min: 0n, max: 2n ** 60n }),
    images: fc.bigInt({ min: 0n, max: 9n }),
    costUsd: fc.bigInt({ min: -(10n ** 10n), max: 10n ** 18n }),
    costInr: fc.bigInt({ min: -(10n ** 10n), max: 10n ** 18n }),
    unpricedOperations: fc.bigInt({ min: 0n, max: 1n }),
  }),
});
