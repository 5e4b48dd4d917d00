import 'server-only';
import { DatabaseUnavailableError } from '../errors';
import { callsOf } from './calls';
import { MYSQL } from './dialect';
import { modelPrices } from './pricing';
import { askForAccess, type Query } from './query';
import { usageOfModels, usageOfUsers } from './usage';
import { findUserById } from './users';

const everything = { period: { start: null, end: null }, filters: { model: [], operation: [] } };

const everyCall = { ...everything, users: [], unpriced: false };
const FIRST_CALL = { first: null, last: null, order: 'desc', offset: 0, limit: 1 } as const;

/** The questions that this program lives on, by the table that each of them reads. */
const CHECKS: readonly { readonly table: string; readonly ask: () => Promise<unknown> }[] = [
  { table: 'users', ask: () => findUserById(0) },
  { table: 'api_usage_logs', ask: () => explain(usageOfUsers(everything).in(MYSQL)) },
  { table: 'api_usage_logs', ask: () => explain(usageOfModels(everything).in(MYSQL)) },
  { table: 'api_usage_logs', ask: () => explain(callsOf(everyCall, FIRST_CALL).in(MYSQL)) },
  { table: 'pricing_config', ask: () => explain(modelPrices()) },
];

/** What the report lacks in the database, in words without secrets; empty when nothing does. */
export async function missingInDatabase(): Promise<{ missing: string[]; errors: unknown[] }> {
  const missing = new Set<string>();
  const errors: unknown[] = [];
  for (const { table, ask } of CHECKS) {
    try {
      await ask();
    } catch (error) {
      errors.push(error);
      missing.add(inWords(error, table));
      // The other tables would only say the same, each after the connect limit.
      if (error instanceof DatabaseUnavailableError) break;
    }
  }
  return { missing: [...missing], errors };
}

/** The server looks up every table, column and right of a statement that it explains, and reads no rows. */
function explain<Row>({ name, statement }: Query<Row>): Promise<unknown[]> {
  return askForAccess({
    name: `plan of ${name}`,
    statement: { ...statement, sql: `EXPLAIN ${statement.sql}` },
    row: { parse: (values) => values },
  });
}

function inWords(error: unknown, table: string): string {
  const { errno, message } = rootOf(error);
  switch (errno) {
    case 1044:
    case 1045:
    case 1698:
      return 'The database refuses the account: see DB_USER, DB_PASSWORD and its rights on DB_NAME';
    case 1049:
      return 'The database server has no database of the name in DB_NAME';
    case 1054:
      return `The table ${table} lacks the column ${/'(?:\w+\.)?(\w+)'/.exec(message)?.[1] ?? '(see the log)'}`;
    case 1142:
    case 1143:
      return `The account may not SELECT on ${table}`;
    case 1146:
      return `The table ${table} is missing`;
    default:
      return error instanceof DatabaseUnavailableError
        ? 'The database can not be reached'
        : `The table ${table} can not be read (see the log)`;
  }
}

/** The driver's own error, under ours. */
function rootOf(error: unknown): { errno?: number; message: string } {
  if (!(error instanceof Error)) return { message: '' };
  return error.cause instanceof Error ? rootOf(error.cause) : error;
}
