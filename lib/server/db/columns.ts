import 'server-only';
import { parseDecimal } from '@/lib/billing/money';

/**
 * What columns hold as the driver hands them over, and what they mean to us. Plain functions: a report of 10,000
 * users is a quarter of a million values, and a general schema library takes longer for them than the database
 * does for ten times as many calls.
 */
export type Column<Value> = (value: unknown) => Value;

/** Reads a row of an answer, once, at the border; zod's schemas are such readers too. */
export interface RowReader<Row> {
  /** @throws Error naming the column that holds something else than it should */
  parse(values: unknown): Row;
}

type ValuesOf<Columns extends Readonly<Record<string, Column<unknown>>>> = {
  -readonly [Name in keyof Columns]: ReturnType<Columns[Name]>;
};

/** A row with these columns; whatever else it has is left out. */
export function rowOf<Columns extends Readonly<Record<string, Column<unknown>>>>(
  columns: Columns,
): RowReader<ValuesOf<Columns>> {
  const entries = Object.entries(columns);
  return {
    parse(values) {
      const row: Record<string, unknown> = {};
      for (const [name, read] of entries) {
        try {
          row[name] = read((values as Readonly<Record<string, unknown>>)[name]);
        } catch (error) {
          throw new TypeError(`The column ${name} holds something unexpected`, { cause: error });
        }
      }
      return row as ValuesOf<Columns>;
    },
  };
}

/** The same reader with its rows made into something else. */
export function mapRow<Row, Made>(reader: RowReader<Row>, make: (row: Row) => Made): RowReader<Made> {
  return { parse: (values) => make(reader.parse(values)) };
}

/**
 * A DECIMAL, or a whole number (no decimals), as a whole number of its smallest unit. COUNT and SUM arrive as text: they
 * may pass 2^53.
 */
export const decimal =
  (decimals: number): Column<bigint> =>
  (value) =>
    parseDecimal(textOf(value), decimals);

/** A key: INT in the contract's schema; a BIGINT column's arrives as text. */
export const id: Column<number> = (value) => Number(textOf(value));

/** Text; nothing where a column without NOT NULL lacks it. */
export const text: Column<string> = (value) => (value === null ? '' : textOf(value));

export const nullable =
  <Value>(column: Column<Value>): Column<Value | null> =>
  (value) =>
    value === null ? null : column(value);

/**
 * TIMESTAMP or DATETIME read in UTC → ISO 8601 with Z; `null` for NULL and for MySQL's zero date, which says
 * that no date is known.
 */
export const instant: Column<string | null> = (value) => {
  if (isUndated(value)) return null;
  return new Date(`${textOf(value).replace(' ', 'T')}Z`).toISOString();
};

/** A calendar date `YYYY-MM-DD`; `null` as above. */
export const date: Column<string | null> = (value) => (isUndated(value) ? null : textOf(value));

const isUndated = (value: unknown): boolean => value === null || textOf(value).startsWith('0000-00-00');

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new TypeError(`Not a text or a number: ${typeof value}`);
}
