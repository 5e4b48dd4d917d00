import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { pool } from '@/lib/server/db/pool';
import { askReport as ask, configure } from '@/tests/setup/ask-report';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { type Call, emptyTables, insertCalls, insertUsers } from '@/tests/setup/rows';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await configure(database);
});

afterAll(async () => {
  await pool().end();
  await database.drop();
});

beforeEach(() => emptyTables(database.admin));

const insert = (...calls: Call[]) => insertCalls(database.admin, calls);

describe('the figures, on rows made by hand', () => {
  beforeEach(async () => {
    await insertUsers(database.admin, ['ann@example.com', 'bob@example.com', 'eve@example.com']);
    await insert(
      { user_id: 1, input_tokens: 1000, output_tokens: 200, cost_usd: '0.000180', cost_inr: '0.02' },
      { user_id: 1, input_tokens: 50, output_tokens: null, cost_usd: '0.000005', cost_inr: '0.00' },
      {
        user_id: 1,
        model_name: 'gemini-2.5-flash-image',
        operation_type: 'image_generation',
        input_images: 1,
        output_images: 2,
        cost_usd: '0.078300',
        cost_inr: '6.54',
        created_at: '2026-04-02 08:30:00',
      },
      {
        user_id: 2,
        model_name: 'gemini-3-pro-image-preview',
        operation_type: 'image_enhancement',
        input_images: null,
        output_images: 1,
        cost_usd: '0.134000',
        cost_inr: '11.19',
        created_at: '2026-04-03 00:00:00',
      },
    );
  });

  test('the summary is their sum, to the millionth and the paisa', async () => {
    expect((await ask()).summary).toEqual({
      total_users: 3,
      active_users: 2,
      total_operations: 4,
      total_tokens: 1250,
      total_images: 4,
      total_cost_usd: 0.212485,
      total_cost_inr: 17.75,
      unpriced_operations: 0,
    });
  });

  test('each user has what they called, by type, and when they last did', async () => {
    const { userBilling } = await ask();
    expect(userBilling.map(({ email }) => email)).toEqual([
      'bob@example.com',
      'ann@example.com',
      'eve@example.com',
    ]);
    expect(userBilling[1]).toEqual({
      user_id: 1,
      email: 'ann@example.com',
      total_operations: 3,
      text_analysis_count: 2,
      image_generation_count: 1,
      image_enhancement_count: 0,
      other_count: 0,
      total_tokens: 1250,
      total_images: 3,
      total_cost_usd: 0.078485,
      total_cost_inr: 6.56,
      unpriced_operations: 0,
      last_activity: '2026-04-02T08:30:00.000Z',
    });
    expect(userBilling[2]).toMatchObject({ total_operations: 0, total_cost_usd: 0, last_activity: null });
  });

  test('each model has what was called of it, by type, and its average cost', async () => {
    const { modelUsage } = await ask();
    expect(modelUsage.map(({ model_name, count }) => [model_name, count])).toEqual([
      ['gemini-2.0-flash', 2],
      ['gemini-2.5-flash-image', 1],
      ['gemini-3-pro-image-preview', 1],
    ]);
    // (0.000180 + 0.000005) / 2 = 0.0000925, half up
    expect(modelUsage[0]?.avg_cost_per_operation).toBe(0.000093);
  });

  test('a period counts the calls from its first midnight up to, not at, the one after its last day', async () => {
    // 3 April 00:00 UTC is 05:30 in Kolkata; 2 April 08:30 UTC is 14:00.
    expect((await ask('from=2026-04-02&to=2026-04-02')).summary).toMatchObject({
      total_users: 3,
      active_users: 1,
      total_operations: 1,
      total_cost_inr: 6.54,
    });
    expect((await ask('from=2026-04-03')).summary.total_operations).toBe(1);
    expect((await ask('to=2026-04-02')).summary.total_operations).toBe(3);
    expect((await ask('from=2027-01-01')).summary.total_operations).toBe(0);
  });

  test('says which period it covers, in the reporting zone', async () => {
    expect((await ask('from=2026-04-01&to=2026-04-30')).period).toEqual({
      name: null,
      from: '2026-04-01',
      to: '2026-04-30',
      start: '2026-03-31T18:30:00Z',
      end: '2026-04-30T18:30:00Z',
      time_zone: 'Asia/Kolkata',
    });
  });

  test('filters by model and operation shape every sum', async () => {
    const flash = await ask('model=gemini-2.0-flash&model=gemini-3-pro-image-preview');
    expect(flash.summary).toMatchObject({ total_operations: 3, active_users: 2, total_cost_usd: 0.134185 });
    const analyses = await ask('operation=text_analysis');
    expect(analyses.modelUsage).toHaveLength(1);
    expect((await ask('model=gemini-2.0-flash&operation=image_generation')).summary.total_operations).toBe(0);
  });

  test.each(['1', '2', '0', 'text', 'text_analysis ; DROP TABLE users', "' OR 1=1--"])(
    'an operation named %j is nobody’s: names are not positions in an ENUM, nor SQL',
    async (operation) => {
      const { summary } = await ask(`operation=${encodeURIComponent(operation)}`);
      expect(summary).toMatchObject({ total_users: 3, total_operations: 0 });
    },
  );

  test('a search changes the list, and no sum', async () => {
    const found = await ask('search=BOB');
    expect(found.userBilling.map(({ user_id }) => user_id)).toEqual([2]);
    expect(found.summary).toEqual((await ask()).summary);
    expect(found.page).toEqual({ number: 1, size: 1, rows: 1, pages: 1 });
  });
});

describe('models', () => {
  test('of one name in other letters are one model, as the database takes them for equal', async () => {
    await insert(
      { user_id: 1, model_name: 'Flash', cost_usd: '1' },
      { user_id: 1, model_name: 'flash', cost_usd: '2' },
      { user_id: 1, model_name: 'flásh ', cost_usd: '4' },
    );
    const { modelUsage } = await ask();
    expect(modelUsage).toMatchObject([{ count: 3, total_cost_usd: 7 }]);
    expect((await ask('model=FLASH')).summary.total_operations).toBe(3);
  });

  test('whose names have one CRC-32 are two models', async () => {
    await insert(
      { user_id: 1, model_name: 'model-92ec89f4e', cost_usd: '1' },
      { user_id: 1, model_name: 'model-1b2e3ad26', cost_usd: '2' },
    );
    expect((await ask()).modelUsage.map(({ model_name, count }) => [model_name, count])).toEqual([
      ['model-1b2e3ad26', 1],
      ['model-92ec89f4e', 1],
    ]);
  });
});

describe('rows that are not as they should be', () => {
  beforeEach(() => insertUsers(database.admin, ['ann@example.com']));

  test('a NULL measure counts as 0, and only it', async () => {
    await insert({ user_id: 1, input_tokens: null, output_tokens: 7, input_images: 3, output_images: null });
    expect((await ask()).summary).toMatchObject({ total_tokens: 7, total_images: 3 });
  });

  test('a call without a cost counts as 0, and apart as unpriced', async () => {
    await insert(
      { user_id: 1, cost_usd: null, cost_inr: null },
      { user_id: 1, cost_usd: '1.000000', cost_inr: null },
      { user_id: 1, cost_usd: '2.000000', cost_inr: '167.00' },
    );
    const { summary, userBilling, modelUsage } = await ask();
    expect(summary).toMatchObject({ total_cost_usd: 3, total_cost_inr: 167, unpriced_operations: 2 });
    expect(userBilling[0]?.unpriced_operations).toBe(2);
    expect(modelUsage[0]?.unpriced_operations).toBe(2);
  });

  test('calls that all lack a cost sum to 0, not to nothing', async () => {
    await insert({ user_id: 1, cost_usd: null, cost_inr: null });
    expect((await ask()).summary).toMatchObject({ total_cost_usd: 0, total_cost_inr: 0 });
  });

  test('a negative cost lowers the sum', async () => {
    await insert(
      { user_id: 1, cost_usd: '1.5', cost_inr: '125.25' },
      { user_id: 1, cost_usd: '-2', cost_inr: '-167' },
    );
    expect((await ask()).summary).toMatchObject({ total_cost_usd: -0.5, total_cost_inr: -41.75 });
  });

  test('a user who is gone is still billed', async () => {
    await insert({ user_id: 42, cost_usd: '1', cost_inr: '83.5' });
    const { summary, userBilling } = await ask();
    expect(summary).toMatchObject({ total_users: 1, active_users: 1, total_cost_usd: 1 });
    expect(userBilling[0]).toMatchObject({ user_id: 42, email: '(deleted user 42)', total_cost_inr: 83.5 });
  });

  test('an operation type that the program does not know is counted as other', async () => {
    await database.admin.query('ALTER TABLE api_usage_logs MODIFY operation_type VARCHAR(40)');
    try {
      await insert(
        { user_id: 1, operation_type: 'video_generation', cost_usd: '1' },
        { user_id: 1, operation_type: '' },
      );
      const { summary, userBilling, modelUsage } = await ask();
      expect(summary.total_operations).toBe(2);
      expect(userBilling[0]).toMatchObject({ total_operations: 2, other_count: 2, text_analysis_count: 0 });
      expect(modelUsage.map((row) => row.operation_type)).toEqual(['', 'video_generation']);
      expect((await ask('operation=video_generation')).summary).toMatchObject({
        total_operations: 1,
        total_cost_usd: 1,
      });
    } finally {
      await database.admin.query(
        `TRUNCATE api_usage_logs;
         ALTER TABLE api_usage_logs
         MODIFY operation_type ENUM('text_analysis', 'image_generation', 'image_enhancement') NOT NULL`,
      );
    }
  });

  test('what an ENUM could not hold was recorded as nothing, and is counted', async () => {
    await insert({ user_id: 1, operation_type: 'nonsense', cost_usd: '1' });
    expect((await ask()).userBilling[0]).toMatchObject({
      total_operations: 1,
      other_count: 1,
      total_cost_usd: 1,
    });
    expect((await ask('operation=')).summary.total_operations).toBe(1);
  });

  test('a call without a date is before every day, and never dropped', async () => {
    await insert(
      { user_id: 1, created_at: '0000-00-00 00:00:00' },
      { user_id: 1, created_at: null },
      { user_id: 1, created_at: '2026-04-01 00:00:00' },
    );
    expect((await ask()).summary.total_operations).toBe(3);
    expect((await ask('to=2026-03-01')).summary.total_operations).toBe(2);
    expect((await ask('from=2026-03-02')).summary.total_operations).toBe(1);
    expect((await ask('to=2026-03-01')).userBilling[0]?.last_activity).toBeNull();
  });

  test('sums past 2^53 are exact up to the last step', async () => {
    const most = {
      input_tokens: 2_147_483_647,
      output_tokens: 2_147_483_647,
      cost_usd: '9999.999999',
      cost_inr: '99999999.99',
    };
    await insert(...Array.from({ length: 1000 }, () => ({ user_id: 1, ...most })));
    await database.admin.query(
      `INSERT INTO api_usage_logs (user_id, model_name, operation_type, input_tokens, output_tokens, cost_usd, cost_inr)
       SELECT 1, 'gemini-2.0-flash', 'text_analysis', a.input_tokens, a.output_tokens, a.cost_usd, a.cost_inr
       FROM api_usage_logs a JOIN (SELECT id FROM api_usage_logs LIMIT 99) b`,
    );
    // 100,000 rows: 429,496,729,400,000 tokens, $999,999,999.9, ₹9,999,999,999,000.00
    const { summary } = await ask();
    expect(summary).toMatchObject({
      total_operations: 100_000,
      total_tokens: 429_496_729_400_000,
      total_cost_usd: 999_999_999.9,
      total_cost_inr: 9_999_999_999_000,
    });
  });

  test('dates from the first year to the last are questions like others', async () => {
    await insert(
      { user_id: 1, created_at: '2038-01-19 03:14:07' },
      { user_id: 1, created_at: '1970-01-01 00:00:01' },
    );
    expect((await ask('from=0001-01-01&to=9999-12-31')).summary.total_operations).toBe(2);
    expect((await ask('from=9999-12-31')).summary.total_operations).toBe(0);
    expect((await ask('to=0001-01-01')).summary.total_operations).toBe(0);
    expect((await ask('from=2038-01-20')).summary.total_operations).toBe(0);
    expect((await ask('from=0001-01-01&to=1960-01-01')).summary.total_operations).toBe(0);
  });

  test('text from anywhere in the world comes back as it was written', async () => {
    const model = '\u202e🙂 <img onerror=x> \u0000\u001b[31m';
    await insert({ user_id: 1, model_name: model });
    expect((await ask()).modelUsage[0]?.model_name).toBe(model);
  });
});

describe('the prices', () => {
  test('are the rows of pricing_config, by model', async () => {
    await database.admin.query(
      `INSERT INTO pricing_config (model_name, input_text_price_per_1m, output_text_price_per_1m, updated_at)
       VALUES ('z', 0.1, 0.4, '2026-01-02 03:04:05'), ('a', NULL, 0, '2026-01-01')`,
    );
    const { pricing } = await ask();
    expect(pricing.map(({ model_name }) => model_name)).toEqual(['a', 'z']);
    expect(pricing[1]).toEqual({
      model_name: 'z',
      input_text_price_per_1m: 0.1,
      input_image_price: 0,
      output_text_price_per_1m: 0.4,
      output_image_price: 0,
      output_image_4k_price: 0,
      usd_to_inr_rate: 83.5,
      updated_at: '2026-01-02T03:04:05.000Z',
    });
  });
});
