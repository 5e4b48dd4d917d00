import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, inject, test, vi } from 'vitest';
import { pool } from '@/lib/server/db/pool';
import type { UsageScope } from '@/lib/server/db/usage';
import { replicaKeeper } from '@/lib/server/replica/keeper';
import { configure } from '@/tests/setup/ask-report';
import { fillAtRandom, startWriters } from '@/tests/setup/busy-writers';
import { EVERYTHING, expectSameFigures, replicaEngine } from '@/tests/setup/compare-engines';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { emptyTables, insertUsers } from '@/tests/setup/rows';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await configure(database, { REPLICA_CHECK_SECONDS: '1', REPLICA_MAX_AGE_MS: '300' });
});

afterAll(async () => {
  await replicaKeeper().stop();
  await pool().end();
  await database.drop();
});

beforeEach(() => emptyTables(database.admin));

const account = () => {
  const { adminUser: user, adminPassword: password } = inject('mariadb');
  return { user, password };
};

/** Until a round is over that began after now. */
async function afterNextRound(): Promise<void> {
  for (let rounds = 0; rounds < 2; rounds++) {
    const before = replicaKeeper().status.lastRound?.finishedAt;
    await vi.waitUntil(() => replicaKeeper().status.lastRound?.finishedAt !== before, { timeout: 20_000 });
  }
  await delay(300);
}

const SCOPES: UsageScope[] = [
  EVERYTHING,
  ...[
    ['2026-01-15T18:30:00Z', '2026-02-15T18:30:00Z'],
    [null, '2026-02-01T00:00:00Z'],
    ['2026-03-01T00:00:00Z', null],
  ].map(([start, end]) => ({ ...EVERYTHING, period: { start: start ?? null, end: end ?? null } })),
  { ...EVERYTHING, filters: { model: ['gemini-2.0-flash'], operation: [] } },
  { ...EVERYTHING, filters: { model: ['imagen', 'gemini-3-pro'], operation: ['text_analysis'] } },
  {
    period: { start: '2026-02-01T00:00:00Z', end: '2026-02-20T00:00:00Z' },
    filters: { model: ['IMAGEN'], operation: ['image_generation', 'image_enhancement'] },
  },
];

test('after writers have changed anything anywhere, in transactions that ended in any order, both engines have the same figures after the next round', async () => {
  await fillAtRandom(database.admin, 12_000, 40);
  for (const seed of [7, 1_000]) {
    const writers = await startWriters(database, account(), { seed });
    const until = Date.now() + 3_000;
    // Somebody asks all the while, and each answer ties out.
    while (Date.now() < until) {
      await replicaEngine().freshen();
      const { usageOfUsers, usageOfModels } = await replicaEngine().breakdowns(EVERYTHING);
      const ofUsers = usageOfUsers.measures.costInr as BigInt64Array;
      expect(ofUsers.reduce((sum, cost) => sum + cost, 0n)).toBe(
        usageOfModels.reduce((sum, { usage }) => sum + usage.costInr, 0n),
      );
      await delay(20);
    }
    expect(await writers.stop()).toBeGreaterThan(30);
    await afterNextRound();
    await expectSameFigures(SCOPES);
  }
  expect(replicaKeeper().status.phase.name).toBe('ready');
});

test('a recount alone makes both the same, and says what it found', async () => {
  await fillAtRandom(database.admin, 5_000, 10);
  await replicaKeeper().recount();
  await database.admin.query('UPDATE api_usage_logs SET cost_inr = cost_inr + 0.01 WHERE id = 17');
  await database.admin.query('DELETE FROM api_usage_logs WHERE id IN (21, 22)');
  await insertUsers(database.admin, ['later@example.com']);
  await replicaKeeper().recount();
  await expectSameFigures(SCOPES);
});
