import fc from 'fast-check';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { blockSums, MYSQL_NUMBERED } from '@/lib/server/db/block-sums';
import type { Query } from '@/lib/server/db/query';
import {
  positionOfEqual,
  sourceCollations,
  sourceEnds,
  sourceIdAfter,
  sourceRowCount,
  sourceRows,
  usersFingerprint,
} from '@/lib/server/db/source';
import { anyCall } from '@/tests/setup/any-call';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { type Call, emptyTables, insertCalls, insertUsers } from '@/tests/setup/rows';

/** The same rows on three data servers and on one server. */
let spread: TestDatabase;
let single: TestDatabase;

beforeAll(async () => {
  const { dataServers, ...head } = inject('mariadb');
  spread = await createDatabase({ ...head, ...(dataServers && { dataServers }) });
  single = await createDatabase(head);
});

afterAll(async () => {
  await spread.drop();
  await single.drop();
});

async function fill(calls: readonly Call[]): Promise<void> {
  for (const { admin } of [spread, single]) {
    await emptyTables(admin);
    await insertUsers(admin, ['ann@example.com', 'bob@example.com']);
    await insertCalls(admin, calls);
  }
}

/** What a statement answers on three data servers, and on one server. */
async function answersTo<Row>({ statement }: Query<Row>): Promise<[unknown, unknown]> {
  const answer = async ({ admin }: TestDatabase) =>
    (await admin.execute<RowDataPacket[]>(statement.sql, [...statement.values]))[0];
  return [await answer(spread), await answer(single)];
}

const QUESTIONS: readonly (readonly [string, Query<unknown>])[] = [
  ['every row', sourceRows(0, null, 1_000)],
  ['the first rows', sourceRows(0, null, 7)],
  ['the rows of a range of ids', sourceRows(10, 25, 1_000)],
  ['rows in the middle', sourceRows(12, 40, 5)],
  ['the first and the last id', sourceEnds()],
  ['how many rows there are', sourceRowCount(null)],
  ['whether there are more rows than a number', sourceRowCount(13)],
  ['the end of a block', sourceIdAfter(5, 10)],
  ['how names compare', sourceCollations()],
  ['which name equals another', positionOfEqual('gemini ', ['a', 'Gemini'], 'utf8mb4_unicode_ci')],
  ['the sums of all', blockSums({ after: 0, upTo: 1_000 }, MYSQL_NUMBERED)],
  ['the sums of a block', blockSums({ after: 9, upTo: 31 }, MYSQL_NUMBERED)],
  ['the sums of an empty block', blockSums({ after: 900, upTo: 1_000 }, MYSQL_NUMBERED)],
  ['whether the users are still the same', usersFingerprint()],
];

test('a replica is told the same by three data servers as by one server, whatever the rows', async () => {
  const unusual: Call[] = [
    { user_id: 2, created_at: '0000-00-00 00:00:00', operation_type: 'unknown' },
    { user_id: 3, created_at: null, model_name: '🙂 <img onerror=x> \u0000' },
  ];
  await fc.assert(
    fc.asyncProperty(fc.array(anyCall, { minLength: 30, maxLength: 60 }), async (calls) => {
      await fill([...calls, ...unusual]);
      for (const [what, question] of QUESTIONS) {
        const [onThree, onOne] = await answersTo(question);
        expect(onThree, what).toEqual(onOne);
      }
    }),
    { numRuns: 10 },
  );
});
