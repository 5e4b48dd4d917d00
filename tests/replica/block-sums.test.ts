import fc from 'fast-check';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { BEFORE_ALL_IDS, blockSums, type IdRange, MYSQL_NUMBERED } from '@/lib/server/db/block-sums';
import { pool } from '@/lib/server/db/pool';
import { askToCopy } from '@/lib/server/db/query';
import { replicaKeeper } from '@/lib/server/replica/keeper';
import { type AnyRow, anyRows, anyValues, COLUMNS, insertRows, WIDEST_COLUMNS } from '@/tests/setup/any-row';
import { configure } from '@/tests/setup/ask-report';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await database.admin.query(WIDEST_COLUMNS);
  await configure(database);
});

afterAll(async () => {
  await replicaKeeper().stop();
  await pool().end();
  await database.drop();
});

const ALL: IdRange = { after: BEFORE_ALL_IDS, upTo: Number.MAX_SAFE_INTEGER };

async function replace(rows: readonly AnyRow[]): Promise<void> {
  await database.admin.query('DELETE FROM api_usage_logs');
  await insertRows(database.admin, rows);
}

async function sumsInSource(range: IdRange = ALL): Promise<string> {
  const { statement, row } = blockSums(range, MYSQL_NUMBERED);
  const [[values]] = await database.admin.query<RowDataPacket[]>(statement.sql, [...statement.values]);
  return row.parse(values);
}

/** What a change makes of the sums; the change itself is taken back. */
async function sumsAfter(
  changes: readonly (readonly [text: string, values: readonly unknown[]])[],
): Promise<string> {
  await database.admin.query('START TRANSACTION');
  try {
    for (const [text, values] of changes) await database.admin.query(text, [...values]);
    return await sumsInSource();
  } finally {
    await database.admin.query('ROLLBACK');
  }
}

const set = (column: string, value: unknown, id: unknown) =>
  [`UPDATE api_usage_logs SET ${column} = ? WHERE id = ?`, [value, id]] as const;
const valueIn = (row: AnyRow, column: string) => row[COLUMNS.indexOf(column as 'id')] ?? null;

describe('the sums of a block', () => {
  test('are the same text in the database and in the replica, whatever the rows, all of them and a part', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows(25), fc.maxSafeInteger(), async (rows, somewhere) => {
        await replace(rows);
        const engine = replicaKeeper().engine;
        await engine?.freshen();
        await replicaKeeper().recount();
        for (const range of [ALL, { after: somewhere, upTo: ALL.upTo }, { after: -1, upTo: 150 }]) {
          const [inSource] = await askToCopy(blockSums(range, MYSQL_NUMBERED));
          expect(await engine?.store.sums(range)).toBe(inSource);
        }
        expect(engine?.store.calls).toBe(rows.length);
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  test('of no calls are the same as well', async () => {
    await replace([]);
    await replicaKeeper().engine?.freshen();
    expect(await replicaKeeper().engine?.store.sums(ALL)).toBe(await sumsInSource());
  });

  test('change with every column of every row', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows(12), anyValues, fc.nat(11), async (rows, values, index) => {
        await replace(rows);
        const before = await sumsInSource();
        const changed = rows[index % rows.length] as AnyRow;
        for (const [column, value] of COLUMNS.slice(1).map((name, i) => [name, values[i] ?? null] as const)) {
          const old = valueIn(changed, column);
          if (isSame(column, old, value)) continue;
          expect(await sumsAfter([set(column, value, changed[0])]), `${column}: ${old} → ${value}`).not.toBe(
            before,
          );
        }
      }),
      { numRuns: 25 },
    );
  });

  test('change when two rows swap a value, and when a row swaps two', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows(12), async (rows) => {
        await replace(rows);
        const before = await sumsInSource();
        const [a, b] = rows as [AnyRow, AnyRow];
        for (const column of COLUMNS.slice(1)) {
          const [ofA, ofB] = [valueIn(a, column), valueIn(b, column)];
          if (isSame(column, ofA, ofB)) continue;
          const swapped = await sumsAfter([set(column, ofB, a[0]), set(column, ofA, b[0])]);
          expect(swapped, `${column} of ${a[0]} and ${b[0]}`).not.toBe(before);
        }
        const [input, output] = [valueIn(a, 'input_tokens'), valueIn(a, 'output_tokens')];
        if (input !== output)
          expect(
            await sumsAfter([set('input_tokens', output, a[0]), set('output_tokens', input, a[0])]),
          ).not.toBe(before);
      }),
      { numRuns: 25 },
    );
  });

  test('change when all values of two rows change places, however far apart their ids are', async () => {
    const values = (cost: string) => [1, null, 'm', 'text_analysis', 1, 2, 3, 4, cost, '1.00', null];
    for (const apart of [1, 2, 1_000_003, 2_147_483_647, 2_147_483_629, 4_294_967_296]) {
      const [a, b] = [values('0.000001'), values('0.000002')];
      await replace([
        [7, ...a],
        [7 + apart, ...b],
      ]);
      const before = await sumsInSource();
      await replace([
        [7, ...b],
        [7 + apart, ...a],
      ]);
      expect(await sumsInSource(), `ids ${apart} apart`).not.toBe(before);
    }
  });

  test.each([
    ['+1 −1', [1, -1]],
    ['+1 −2 +1', [1, -2, 1]],
    ['+1 −3 +3 −1', [1, -3, 3, -1]],
    ['the largest INT to and fro', [2_147_483_647, -2_147_483_647]],
  ])(
    'change by %s along the ids, in every place, though no column comes to another sum',
    async (_, steps) => {
      const ids = Array.from({ length: 40 }, (_row, index) => index + 1);
      await replace(
        ids.map((id) => [id, 1, null, 'm', 'text_analysis', 5, 5, 0, 0, '1.000000', '1.00', null]),
      );
      const before = await sumsInSource();
      for (const distance of [1, 2, 7])
        for (let first = 1; first + distance * steps.length <= 40; first++)
          expect(
            await sumsAfter(
              steps.map((step, index) => [
                'UPDATE api_usage_logs SET input_tokens = input_tokens + ? WHERE id = ?',
                [step, first + index * distance],
              ]),
            ),
          ).not.toBe(before);
    },
  );

  test('change when a row gets another id', async () => {
    await replace([[5, 1, null, 'm', 'text_analysis', 1, 1, 0, 0, '1', '1', null]]);
    const before = await sumsInSource();
    for (const id of [0, -5, 6, 2_147_483_652])
      expect(await sumsAfter([['UPDATE api_usage_logs SET id = ? WHERE id = 5', [id]]])).not.toBe(before);
  });
});

/** What the replica does not tell apart: no name and an empty one, no date and the zero date. */
function isSame(column: string, a: unknown, b: unknown): boolean {
  const plain = (value: unknown) => {
    if (column === 'model_name') return value ?? '';
    if (column === 'operation_type') return value === 'unknown' ? '' : value;
    if (column === 'created_at') return value === '0000-00-00 00:00:00' ? null : value;
    return value === null ? null : String(value);
  };
  return plain(a) === plain(b);
}
