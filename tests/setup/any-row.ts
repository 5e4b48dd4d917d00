import fc from 'fast-check';
import type { Connection } from 'mysql2/promise';

/** A row of `api_usage_logs` with every column that is copied, in the order of `COLUMNS`. */
export type AnyRow = readonly (string | number | null)[];

export const COLUMNS = [
  'id',
  'user_id',
  'generation_log_id',
  'model_name',
  'operation_type',
  'input_tokens',
  'output_tokens',
  'input_images',
  'output_images',
  'cost_usd',
  'cost_inr',
  'created_at',
] as const;

/** The widest columns that are copied exactly: an installation may have them. */
export const WIDEST_COLUMNS = `
  ALTER TABLE api_usage_logs
    DROP FOREIGN KEY IF EXISTS api_usage_logs_ibfk_1,
    MODIFY id BIGINT NOT NULL AUTO_INCREMENT,
    MODIFY user_id BIGINT NOT NULL,
    MODIFY generation_log_id BIGINT,
    MODIFY model_name VARCHAR(100),
    MODIFY input_tokens BIGINT,
    MODIFY output_tokens BIGINT,
    MODIFY cost_usd DECIMAL(18, 6),
    MODIFY cost_inr DECIMAL(18, 2),
    MODIFY created_at DATETIME(6) NULL`;

const amount = (decimals: number) =>
  fc
    .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 15n }))
    .map(
      ([negative, units]) =>
        `${negative ? '-' : ''}${units / 10n ** BigInt(decimals)}.${String(units % 10n ** BigInt(decimals)).padStart(decimals, '0')}`,
    );

const instant = fc
  .integer({ min: -1_000_000_000, max: 4_000_000_000 })
  .chain((seconds) => fc.nat(999_999).map((micros) => dateTime(seconds, micros)));

function dateTime(seconds: number, micros: number): string {
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
  return `${whole}.${String(micros).padStart(6, '0')}`;
}

/** What stands at the edges of the columns and of the arithmetic of the sums. */
const tokens = fc.oneof(
  fc.constantFrom(null, 0, 1, -1, 2_147_483_647, -2_147_483_648, '4611686018427387904'),
  fc.nat(1_000_000),
);
const images = fc.option(fc.integer({ min: -3, max: 5 }));

/** Names that collations, encodings and padding are known to trip over. */
export const awkwardName = fc.oneof(
  fc.constantFrom(
    '',
    'Flash',
    'flash',
    'FLASH ',
    'flásh',
    'flash\u00a0',
    'flash \u200b',
    'straße',
    'strasse',
    'ﬂash',
    'İ',
    'i̇',
    '🙂',
    '🙃',
    'a\u0000b',
    "o'; DROP TABLE names; --",
    '\\',
    '%',
    'Ａ',
    'a',
    'ａ ',
    '\t',
    ' ',
  ),
  fc.string({
    unit: fc.constantFrom('a', 'A', 'á', 'ß', 's', ' ', '\u00a0', '\u0301', '-', '🙂'),
    maxLength: 5,
  }),
);

/** Everything but the id. */
export const anyValues = fc.tuple(
  fc.integer({ min: -1, max: 5 }),
  fc.option(fc.maxSafeNat()),
  fc.option(awkwardName),
  fc.constantFrom('text_analysis', 'image_generation', 'image_enhancement', 'unknown'),
  tokens,
  tokens,
  images,
  images,
  fc.option(amount(6)),
  fc.option(amount(2)),
  fc.option(fc.oneof(instant, fc.constant('0000-00-00 00:00:00'))),
);

const anyId = fc.oneof(
  fc.integer({ min: -20, max: 200 }),
  fc.constantFrom(
    1_000_003,
    2_000_006,
    2_147_483_647,
    4_294_967_294,
    Number.MAX_SAFE_INTEGER,
    Number.MIN_SAFE_INTEGER,
  ),
  fc.maxSafeInteger(),
);

/** Rows with ids far apart and close together, below zero too. */
export const anyRows = (maxLength: number): fc.Arbitrary<AnyRow[]> =>
  fc
    .uniqueArray(fc.tuple(anyId, anyValues), { selector: ([id]) => id, minLength: 2, maxLength })
    .map((rows) => rows.map(([id, values]) => [id, ...values]));

/** Writes rows whatever the table's rules say. */
export async function insertRows(admin: Connection, rows: readonly AnyRow[]): Promise<void> {
  await admin.query("SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO', FOREIGN_KEY_CHECKS = 0");
  if (rows.length === 0) return;
  await admin.query(`INSERT INTO api_usage_logs (${COLUMNS.join(', ')}) VALUES ?`, [rows]);
}
