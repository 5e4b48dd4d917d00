import { type Cell, count, defuseText, inr, usd } from './csv-cell';
import { type CsvFile, tableFile } from './csv-file';
import { MEASURES, type Unit } from './measures';
import { TREND_MEASURES, type TrendMeasure } from './report-parameters';
import type { TrendBar, TrendFigures } from './trend-figures';

const CELL: Record<Unit, (value: number) => Cell> = { count, USD: usd, INR: inr };

/** A line of the file; without dates: the calls that have none. */
type Line = Pick<TrendBar, 'values' | 'total'> & { readonly from: string; readonly to: string };

/**
 * The trend as one plain rectangular table, for import elsewhere: a line for each bar, and one without dates for the
 * calls that have none; a column for each series, then their total. The lines sum exactly to the summary.
 */
export function trendToCsv(figures: TrendFigures): CsvFile {
  const { measure, by, every, period, series, bars, undated } = figures;
  const lines: readonly Line[] = undated ? [...bars, { ...undated, from: '', to: '' }] : bars;
  const cell = cellOf(measure);
  return tableFile<Line>(
    `net-billing-trend_${by}_${every}`,
    period,
    [
      { heading: 'From', cell: ({ from }) => from },
      { heading: 'To', cell: ({ to }) => to },
      ...series.map(({ label }, index) => ({
        heading: defuseText(label),
        cell: ({ values }: Line) => cell(values[index] ?? 0),
      })),
      { heading: `Total ${TREND_MEASURES[measure].label}`, cell: ({ total }) => cell(total) },
    ],
    lines,
  );
}

const cellOf = (measure: TrendMeasure) => CELL[MEASURES[TREND_MEASURES[measure].measure].unit];
