import type { Connection } from 'mysql2/promise';

/**
 * Fills the three tables by SQL: users of whom a few call much and many little, four models, three kinds of
 * operation, a year of calls. The same rows in every run.
 */
export async function fillTables(admin: Connection, rows: number, users: number): Promise<void> {
  await admin.query(`
    INSERT INTO users (email, role)
    SELECT CONCAT('user', seq, '@example.com'), IF(seq = 1, 'admin', 'user') FROM seq_1_to_${users}`);
  await admin.query(`
    INSERT INTO pricing_config (model_name) VALUES
      ('gemini-2.0-flash'), ('gemini-2.5-flash-image'),
      ('gemini-3-pro-image-preview'), ('gemini-3.1-flash-image-preview')`);
  await admin.query(`
    INSERT INTO api_usage_logs
      (user_id, model_name, operation_type, input_tokens, output_tokens, input_images, output_images,
       cost_usd, cost_inr, created_at)
    SELECT 1 + FLOOR(POW(RAND(seq), 2) * ${users}),
           ELT(1 + FLOOR(RAND(seq + 1) * 4), 'gemini-2.0-flash', 'gemini-2.5-flash-image',
               'gemini-3-pro-image-preview', 'gemini-3.1-flash-image-preview'),
           1 + FLOOR(RAND(seq + 2) * 3),
           FLOOR(RAND(seq + 3) * 7000), FLOOR(RAND(seq + 4) * 1000),
           FLOOR(RAND(seq + 5) * 3), FLOOR(RAND(seq + 6) * 2),
           RAND(seq + 7) * 0.2, RAND(seq + 8) * 16,
           TIMESTAMP('2025-11-01') + INTERVAL FLOOR(seq * 31536000 / ${rows}) SECOND
    FROM seq_1_to_${rows}`);
  await admin.query('ANALYZE TABLE users, api_usage_logs, pricing_config');
}
