import Papa from 'papaparse';
import type { Cell } from './csv-cell';
import type { PeriodJson } from './report-json';

/** A file to hand to the browser. */
export interface CsvFile {
  readonly name: string;
  readonly text: string;
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
  rows: readonly Row[],
): CsvFile {
  return { name: fileName(subject, period), text: BOM + toLines(tableRows(columns, rows)) + EOL };
}

export function tableRows<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): Cell[][] {
  return [columns.map(({ heading }) => heading), ...rows.map((row) => columns.map(({ cell }) => cell(row)))];
}

/** Semicolons and tabs are quoted too: some spreadsheets split at them. */
export function toLines(rows: readonly Cell[][]): string {
  return Papa.unparse([...rows], { newline: EOL, quotes: (value) => /[;\t]/.test(String(value)) });
}

export function fileName(subject: string, { from, to }: PeriodJson): string {
  if (from === null && to === null) return `${subject}_all-time.csv`;
  if (to === null) return `${subject}_from-${from}.csv`;
  return from === null ? `${subject}_until-${to}.csv` : `${subject}_${from}_${to}.csv`;
}
