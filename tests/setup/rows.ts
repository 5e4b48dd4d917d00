import type { Connection } from 'mysql2/promise';

/** A row of `api_usage_logs` as a test writes it: whatever is not said is 0, at noon of 1 April 2026 UTC. */
export interface Call {
  readonly user_id: number;
  readonly model_name?: string;
  readonly operation_type?: string;
  readonly input_tokens?: number | null;
  readonly output_tokens?: number | null;
  readonly input_images?: number | null;
  readonly output_images?: number | null;
  /** Decimals as text: a number would be a binary float. */
  readonly cost_usd?: string | null;
  readonly cost_inr?: string | null;
  /** UTC, `YYYY-MM-DD HH:MM:SS`. */
  readonly created_at?: string | null;
}

const USUAL: Required<Omit<Call, 'user_id'>> = {
  model_name: 'gemini-2.0-flash',
  operation_type: 'text_analysis',
  input_tokens: 0,
  output_tokens: 0,
  input_images: 0,
  output_images: 0,
  cost_usd: '0',
  cost_inr: '0',
  created_at: '2026-04-01 12:00:00',
};

const COLUMNS = ['user_id', ...Object.keys(USUAL)] as (keyof Call)[];

/** Writes calls whatever the tables' rules say: of users who are gone, with dates that do not exist. */
export async function insertCalls(admin: Connection, calls: readonly Call[]): Promise<void> {
  if (calls.length === 0) return;
  const rows = calls.map((call) => COLUMNS.map((column) => ({ ...USUAL, ...call })[column]));
  await admin.query("SET SESSION sql_mode = '', FOREIGN_KEY_CHECKS = 0");
  await admin.query(`INSERT INTO api_usage_logs (${COLUMNS.join(', ')}) VALUES ?`, [rows]);
}

/** Writes users with the ids 1, 2, … in the order given, with their addresses. */
export async function insertUsers(
  admin: Connection,
  emails: readonly string[],
  role: 'user' | 'admin' = 'user',
): Promise<void> {
  await admin.query('INSERT INTO users (email, role) VALUES ?', [emails.map((email) => [email, role])]);
}

/** Empties the three tables, and starts their ids at 1 again. */
export async function emptyTables(admin: Connection): Promise<void> {
  await admin.query(
    'SET FOREIGN_KEY_CHECKS = 0; TRUNCATE api_usage_logs; TRUNCATE users; TRUNCATE pricing_config',
  );
}
