import fc from 'fast-check';
import Papa from 'papaparse';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { fuseText } from '@/lib/billing/csv-cell';
import { operationLabel } from '@/lib/billing/operation-type';
import { pool } from '@/lib/server/db/pool';
import { anyCall } from '@/tests/setup/any-call';
import { askCallFile, askCalls, configure } from '@/tests/setup/ask-report';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { emptyTables, insertCalls, insertUsers } from '@/tests/setup/rows';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await configure(database, { REPORT_TIME_ZONE: 'America/New_York' });
});

afterAll(async () => {
  await pool().end();
  await database.drop();
});

beforeEach(() => emptyTables(database.admin));

const rowsOf = (text: string) =>
  Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), { newline: '\r\n', skipEmptyLines: true }).data;

const localTime = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'America/New_York',
  dateStyle: 'short',
  timeStyle: 'medium',
});

test('the file has the calls of the list, all of them, in its order, each figure as recorded', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyCall, { maxLength: 60 }),
      fc.constantFrom('', 'model=a', 'user=2&user=5', 'unpriced=1', 'order=asc', 'to=2025-11-02'),
      async (calls, question) => {
        await emptyTables(database.admin);
        await insertUsers(database.admin, ['a@example.com', 'b"b@example.com', '=c@example.com']);
        await insertCalls(database.admin, calls);
        const [headings, ...rows] = rowsOf((await askCallFile(question)).text);
        expect(headings).toContain('Time (America/New_York)');
        const { calls: listed } = await askCalls(`${question}&pageSize=1000`);
        expect(rows.map((cells) => cells.map(fuseText))).toEqual(
          listed.map((call) => [
            String(call.id),
            call.created_at === null ? '' : localTime.format(new Date(call.created_at)),
            call.email,
            String(call.user_id),
            call.model_name,
            operationLabel(call.operation_type),
            ...[call.input_tokens, call.output_tokens, call.input_images, call.output_images].map((number) =>
              number === null ? '' : String(number),
            ),
            call.cost_usd?.toFixed(6) ?? '',
            call.cost_inr?.toFixed(2) ?? '',
            '',
          ]),
        );
      },
    ),
    { numRuns: 25 },
  );
});

test('text that a spreadsheet would run is defused and quoted; a negative cost stays a number', async () => {
  await insertUsers(database.admin, ['=HYPERLINK("x"),a@example.com']);
  await insertCalls(database.admin, [
    { user_id: 1, model_name: '@m;\n"n"', cost_usd: '-0.5', cost_inr: null, input_tokens: null },
    {
      user_id: 42,
      model_name: "o'brien",
      operation_type: 'unknown',
      created_at: null,
      cost_usd: '1',
      cost_inr: '2',
    },
  ]);
  const { name, text } = await askCallFile();
  expect(name).toBe('net-billing-calls_all-time.csv');
  expect(text).toBe(
    '\uFEFFCall ID,Time (America/New_York),Email,User ID,Model,Operation,Input Tokens,Output Tokens,' +
      'Input Images,Output Images,Cost (USD),Cost (INR),Generation Log ID\r\n' +
      `1,2026-04-01 08:00:00,"'=HYPERLINK(""x""),a@example.com",1,"'@m;\n""n""",Text analysis,,0,0,0,-0.500000,,\r\n` +
      "2,,(deleted user 42),42,o'brien,(no operation type),0,0,0,0,1.000000,2.00,\r\n",
  );
});

test('a file without calls has its headings', async () => {
  expect(rowsOf((await askCallFile()).text)).toHaveLength(1);
});

test('calls of one day that no statement could hold are read in parts, each once', async () => {
  await insertUsers(database.admin, ['a@example.com']);
  for (let part = 0; part < 4; part++)
    await insertCalls(
      database.admin,
      Array.from({ length: 15_000 }, () => ({ user_id: 1, cost_usd: '0.000001' })),
    );
  const [, ...rows] = rowsOf((await askCallFile()).text);
  expect(rows.map(([id]) => Number(id))).toEqual(Array.from({ length: 60_000 }, (_, n) => 60_000 - n));
});
