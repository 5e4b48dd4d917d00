import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { MEASURE_NAMES } from '@/lib/billing/measures';
import { OPERATION_COUNTS, type UserUsage } from '@/lib/billing/user-usage';
import { callsOf, usageOfCallDays } from '@/lib/server/db/calls';
import { firstAndLastCall, type UsageScope, usageOfDays } from '@/lib/server/db/usage';
import { mysqlEngine } from '@/lib/server/mysql-engine';
import { replicaKeeper } from '@/lib/server/replica/keeper';
import type { UsageEngine } from '@/lib/server/usage-engine';

export const EVERYTHING: UsageScope = {
  period: { start: null, end: null },
  filters: { model: [], operation: [] },
};

/** India, with a change of the clocks that never was, so that the days of a trend come from more than one offset. */
const OFFSETS = [
  { seconds: 19_800, until: '2026-02-01T00:00:00Z' },
  { seconds: 16_200, until: null },
];

/** The engine of this process's replica. @throws Error where MySQL answers */
export function replicaEngine(): UsageEngine {
  const { engine, status } = replicaKeeper();
  if (!engine) throw new Error(`The replica does not answer: ${JSON.stringify(status)}`);
  return engine;
}

/** Every figure that an engine has for a scope: both breakdowns, the trends, the calls, the ends of time. */
export async function figuresOf(engine: UsageEngine, scope: UsageScope) {
  await engine.freshen();
  const { usageOfUsers, usageOfModels } = await engine.breakdowns(scope);
  const calls = { ...scope, users: [], unpriced: false };
  const stretch = { first: null, last: '9999-12-31', order: 'desc', offset: 3, limit: 200 } as const;
  return {
    users: byUser(usageOfUsers),
    models: inOrder(usageOfModels),
    days: inOrder(await engine.ask(usageOfDays(scope, { by: 'model', users: [] }, OFFSETS))),
    daysOfOperations: inOrder(await engine.ask(usageOfDays(scope, { by: 'operation', users: [] }, OFFSETS))),
    daysOfUsers: inOrder(await engine.ask(usageOfDays(scope, { by: 'user', users: [1, 2, 5] }, OFFSETS))),
    callDays: inOrder(await engine.ask(usageOfCallDays(calls))),
    unpricedCallDays: inOrder(await engine.ask(usageOfCallDays({ ...calls, unpriced: true }))),
    calls: await engine.ask(callsOf(calls, stretch)),
    ends: await engine.ask(firstAndLastCall()),
  };
}

/** Both engines have the same figures, to the last paisa, for each of the scopes. */
export async function expectSameFigures(scopes: readonly UsageScope[] = [EVERYTHING]): Promise<void> {
  for (const scope of scopes)
    expect(await figuresOf(replicaEngine(), scope), JSON.stringify(scope)).toEqual(
      await figuresOf(mysqlEngine, scope),
    );
}

/** Whether both engines have the same figures now. */
export async function areSameFigures(scope: UsageScope = EVERYTHING): Promise<boolean> {
  return isDeepStrictEqual(await figuresOf(replicaEngine(), scope), await figuresOf(mysqlEngine, scope));
}

function byUser({ ids, measures, counts, lastActivity }: UserUsage) {
  return Array.from(ids, (id, index) => ({
    id,
    lastActivity: lastActivity[index],
    ...Object.fromEntries(MEASURE_NAMES.map((name) => [name, measures[name][index]])),
    ...Object.fromEntries(OPERATION_COUNTS.map((name) => [name, counts[name][index]])),
  }));
}

/** Engines may answer in any order, and call a group by any of the names that are equal in it. */
function inOrder(rows: readonly unknown[]): string[] {
  const plain = (key: string, value: unknown) => {
    if (typeof value === 'bigint') return String(value);
    return key === 'model' || key === 'key' ? withoutMarks(value) : value;
  };
  return rows.map((row) => JSON.stringify(row, plain)).sort();
}

const withoutMarks = (name: unknown) => String(name).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
