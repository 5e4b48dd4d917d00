import { readFile } from 'node:fs/promises';
import type { Connection } from 'mysql2/promise';
import { generateSample, type SampleRows } from './sample/generate';
import { parseTrace } from './sample/trace';

/** Told how many of the rows are in so far. */
export type OnRows = (loaded: number, total: number) => void;

const ROWS_A_STATEMENT = 1000;

/** Reads the trace and makes the sample's rows of it, for the day of `now`. */
export async function readSample(now: Date): Promise<SampleRows> {
  const csv = await readFile(new URL('sample/azure-llm-inference-2023-code.csv', import.meta.url), 'utf8');
  return generateSample(parseTrace(csv), now);
}

/** Creates the three tables of a casetool database in the connection's database, which must be empty. */
export async function createTables(connection: Connection): Promise<void> {
  const schema = await readFile(new URL('schema.sql', import.meta.url), 'utf8');
  const withoutComments = schema.replace(/--.*$/gm, '');
  for (const statement of withoutComments.split(';')) if (statement.trim()) await connection.query(statement);
}

/**
 * Fills the three tables, which must be empty, in one transaction: the sample is in whole, or not at all. The
 * connection must speak UTC (`timezone: 'Z'`, and the session's zone +00:00).
 * @throws the signal's reason when aborted
 */
export async function loadSample(
  connection: Connection,
  sample: SampleRows,
  onRows: OnRows = () => {},
  signal?: AbortSignal,
): Promise<void> {
  await connection.beginTransaction();
  try {
    await insert(connection, 'users (id, email, role, created_at, last_login)', userValues(sample));
    await insert(connection, `pricing_config (${PRICING_COLUMNS})`, pricingValues(sample));
    const usage = usageValues(sample);
    for (let start = 0; start < usage.length; start += ROWS_A_STATEMENT) {
      signal?.throwIfAborted();
      const rows = usage.slice(start, start + ROWS_A_STATEMENT);
      await insert(connection, `api_usage_logs (${USAGE_COLUMNS})`, rows);
      onRows(start + rows.length, usage.length);
    }
    signal?.throwIfAborted();
    await connection.commit();
  } catch (error) {
    await connection.rollback().catch(() => {});
    throw error;
  }
}

type Row = readonly (string | number | Date | null)[];

/** `target` comes from this file alone; the values are escaped by the driver. */
const insert = (connection: Connection, target: string, rows: readonly Row[]) =>
  connection.query(`INSERT INTO ${target} VALUES ?`, [rows]);

const userValues = ({ users }: SampleRows): Row[] =>
  users.map((user) => [user.id, user.email, user.role, user.createdAt, user.lastLogin]);

const PRICING_COLUMNS =
  'model_name, input_text_price_per_1m, input_image_price, output_text_price_per_1m, output_image_price, ' +
  'output_image_4k_price, usd_to_inr_rate';

const pricingValues = ({ pricing }: SampleRows): Row[] =>
  pricing.map((model) => [
    model.modelName,
    model.inputTextPer1m,
    model.inputImage,
    model.outputTextPer1m,
    model.outputImage,
    model.outputImage4k,
    model.usdToInrRate,
  ]);

const USAGE_COLUMNS =
  'user_id, generation_log_id, model_name, operation_type, input_tokens, output_tokens, input_images, ' +
  'output_images, cost_usd, cost_inr, created_at';

const usageValues = ({ usage }: SampleRows): Row[] =>
  usage.map((row) => [
    row.userId,
    row.generationLogId,
    row.modelName,
    row.operationType,
    row.inputTokens,
    row.outputTokens,
    row.inputImages,
    row.outputImages,
    row.costUsd,
    row.costInr,
    row.createdAt,
  ]);
