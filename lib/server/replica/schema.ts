import 'server-only';
import type { DuckDBConnection } from './duckdb';

/**
 * The tables of the replica file. Raised with every change of them: a file of another version is made anew.
 *
 * `api_usage_logs` has the source's columns under the source's names, so that the report's statements fit both; but the
 * two columns of text hold codes, which `names` explains. It has no index: rows lie in the order of their ids, and the
 * engine knows the smallest and the largest of each stretch of rows.
 */
export const SCHEMA_VERSION = 2;

/** In the order of the source's rows (`sourceRows`). */
export const REPLICA_COLUMNS = [
  ['id', 'BIGINT'],
  ['user_id', 'BIGINT'],
  ['generation_log_id', 'BIGINT'],
  ['model_name', 'INTEGER'],
  ['operation_type', 'INTEGER'],
  ['input_tokens', 'BIGINT'],
  ['output_tokens', 'BIGINT'],
  ['input_images', 'BIGINT'],
  ['output_images', 'BIGINT'],
  ['cost_usd', 'DECIMAL(18, 6)'],
  ['cost_inr', 'DECIMAL(18, 2)'],
  ['created_at', 'TIMESTAMP'],
] as const;

const columns = REPLICA_COLUMNS.map(([name, type]) => `${name} ${type}`).join(', ');

/** Makes what is missing. */
export async function createTables(connection: DuckDBConnection): Promise<void> {
  await connection.run(`
    CREATE TABLE IF NOT EXISTS api_usage_logs (${columns});
    CREATE TABLE IF NOT EXISTS names (
      kind VARCHAR, code INTEGER, name VARCHAR, equals_code INTEGER, checksum BIGINT
    );
    CREATE TABLE IF NOT EXISTS state (name VARCHAR, value VARCHAR)`);
}

/** An empty table for rows of the source that are to be compared with those of the replica. */
export const INCOMING = `CREATE OR REPLACE TEMP TABLE incoming (${columns})`;
