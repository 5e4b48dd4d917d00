import Papa from 'papaparse';
import type { Cell } from './csv-cell';
import type { PeriodJson } from './report-json';

/** A file, in pieces that are made as they are taken: however long it is, no more than one of them is in memory. */
export interface CsvFile {
  readonly name: string;
  readonly pieces: Iterable<string>;
}

export interface CsvColumn<Row> {
  readonly heading: string;
  readonly cell: (row: Row) => Cell;
}

export const BOM = '\uFEFF';
export const EOL = '\r\n';

/** One plain rectangular table, for import elsewhere: a heading, the rows as given, no totals. */
export function tableFile<Row>(
  subject: string,
  period: PeriodJson,
  columns: readonly CsvColumn<Row>[],
  rows: Iterable<Row>,
): CsvFile {
  return { name: fileName(subject, period), pieces: after(BOM, tablePieces(columns, rows)) };
}

function* after(beginning: string, pieces: Iterable<string>): Generator<string> {
  yield beginning;
  yield* pieces;
}

/** Rows that become one piece. */
const PIECE_ROWS = 500;

/** The lines of a table, its headings first. */
export function* tablePieces<Row>(
  columns: readonly CsvColumn<Row>[],
  rows: Iterable<Row>,
): Generator<string> {
  let lines: Cell[][] = [columns.map(({ heading }) => heading)];
  for (const row of rows) {
    lines.push(columns.map(({ cell }) => cell(row)));
    if (lines.length < PIECE_ROWS) continue;
    yield toLines(lines);
    lines = [];
  }
  if (lines.length > 0) yield toLines(lines);
}

/** Lines, each with its end. Semicolons and tabs are quoted too: some spreadsheets split at them. */
export function toLines(rows: readonly Cell[][]): string {
  return unparse(rows) + EOL;
}

/** A cell of text as it stands between two commas. */
export const quoted = (cell: Cell): string => unparse([[cell]]);

const unparse = (rows: readonly Cell[][]): string =>
  Papa.unparse([...rows], { newline: EOL, quotes: (value) => /[;\t]/.test(String(value)) });

export function fileName(subject: string, { from, to }: Pick<PeriodJson, 'from' | 'to'>): string {
  if (from === null && to === null) return `${subject}_all-time.csv`;
  if (to === null) return `${subject}_from-${from}.csv`;
  return from === null ? `${subject}_until-${to}.csv` : `${subject}_${from}_${to}.csv`;
}
