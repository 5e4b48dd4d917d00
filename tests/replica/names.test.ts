import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { pool } from '@/lib/server/db/pool';
import type { UsageScope } from '@/lib/server/db/usage';
import { mysqlEngine } from '@/lib/server/mysql-engine';
import { replicaKeeper } from '@/lib/server/replica/keeper';
import type { UsageEngine } from '@/lib/server/usage-engine';
import { awkwardName } from '@/tests/setup/any-row';
import { configure } from '@/tests/setup/ask-report';
import { EVERYTHING, replicaEngine } from '@/tests/setup/compare-engines';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { insertCalls } from '@/tests/setup/rows';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await configure(database);
});

afterAll(async () => {
  await replicaKeeper().stop();
  await pool().end();
  await database.drop();
});

beforeEach(() => database.admin.query('DELETE FROM api_usage_logs'));

const COLLATIONS = [
  'utf8mb4_unicode_ci',
  'utf8mb4_bin',
  'utf8mb4_nopad_bin',
  'utf8mb4_general_ci',
  'utf8mb4_unicode_520_nopad_ci',
  'utf8mb4_uca1400_as_cs',
  'utf8mb4_turkish_ci',
  'latin1_swedish_ci',
  'latin1_bin',
];

const alter = (collation: string) =>
  database.admin.query(
    `SET SESSION sql_mode = '';
     ALTER TABLE api_usage_logs
     MODIFY model_name VARCHAR(100) CHARACTER SET ${collation.split('_', 1)[0]} COLLATE ${collation} NOT NULL`,
  );

const FLASHES = ['Flash', 'flash', 'flásh', 'flash ', 'flash\u00a0', 'FLASH', 'ﬂash', 'flas', 'flash-2'];

/** Each name has a power of two as its tokens: their sum says which names are in a group, whatever it is called. */
const callsNamed = (names: readonly string[], first = 0) =>
  names.map((name, index) => ({ user_id: 1, model_name: name, input_tokens: 2 ** (first + index) }));

/** The groups of all calls, and what each name finds as a filter. */
async function namesBy(engine: UsageEngine, names: readonly string[]) {
  await engine.freshen();
  const groups = async (scope: UsageScope) =>
    (await engine.breakdowns(scope)).usageOfModels.map(({ usage }) => Number(usage.tokens)).sort();
  const found: Record<string, number[]> = {};
  for (const name of names)
    found[name] = await groups({ ...EVERYTHING, filters: { model: [name], operation: [] } });
  return { groups: await groups(EVERYTHING), found };
}

async function expectSameNames(names: readonly string[]): Promise<void> {
  expect(await namesBy(replicaEngine(), names)).toEqual(await namesBy(mysqlEngine, names));
}

/** The database refuses to compare names with letters that the column's character set lacks. */
const isHeldBy = (collation: string) => (name: string) =>
  !collation.startsWith('latin1') || /^[\x20-\x7e\xa0-\xff]*$/.test(name);

describe.each(COLLATIONS)(
  'in a column of %s, which the table was altered to while the program ran',
  (collation) => {
    beforeAll(() => alter(collation));

    test('Flash, flash, flásh and the like group and filter as in the database, those that come later too', async () => {
      const names = FLASHES.filter(isHeldBy(collation));
      await insertCalls(database.admin, callsNamed(names.slice(0, 4)));
      await expectSameNames(names);
      await insertCalls(database.admin, callsNamed(names.slice(4), 4));
      await expectSameNames(names);
    });

    test('any names group and filter as in the database', async () => {
      const names = fc.uniqueArray(awkwardName.filter(isHeldBy(collation)), { minLength: 1, maxLength: 14 });
      await fc.assert(
        fc.asyncProperty(names, async (some) => {
          await database.admin.query('DELETE FROM api_usage_logs');
          await insertCalls(database.admin, callsNamed(some));
          await expectSameNames([...some, ...some.map((name) => `${name} `), 'FLASH', 'none of them']);
        }),
        { numRuns: 6 },
      );
    });
  },
);

test('names that were one group are several as soon as the column compares them by other rules, and the other way round', async () => {
  const groups = async () => (await namesBy(replicaEngine(), [])).groups.length;
  await alter('utf8mb4_unicode_ci');
  await insertCalls(database.admin, callsNamed(['Flash', 'flash', 'flásh']));
  expect(await groups()).toBe(1);
  await alter('utf8mb4_bin');
  expect(await groups()).toBe(3);
  await alter('utf8mb4_unicode_ci');
  expect(await groups()).toBe(1);
});

test('a change of the rules while the program did not run is noticed when it starts', async () => {
  await alter('utf8mb4_unicode_ci');
  await insertCalls(database.admin, callsNamed(['Flash', 'flash']));
  await expectSameNames(['flash']);
  await replicaKeeper().stop();
  await alter('utf8mb4_bin');
  replicaKeeper().start();
  await vi.waitUntil(() => replicaKeeper().engine !== null, { timeout: 20_000 });
  await expectSameNames(['Flash', 'flash', 'FLASH']);
});

test('a name with a letter that the column can not hold finds nothing', async () => {
  await alter('latin1_swedish_ci');
  await insertCalls(database.admin, callsNamed(['?lash', 'flash']));
  const { found } = await namesBy(replicaEngine(), ['ﬂash', '🙂lash', 'FLASH']);
  expect(found).toEqual({ ﬂash: [], '🙂lash': [], FLASH: [2] });
});
