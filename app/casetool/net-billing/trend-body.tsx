import { ChartColumnStacked } from 'lucide-react';
import { TREND_MEASURES } from '@/lib/billing/report-parameters';
import { type BarSpan, hasBars, type TrendFigures } from '@/lib/billing/trend-figures';
import { EmptyState } from './empty-state';
import { TrendChart } from './trend-chart';
import { TrendTable } from './trend-table';

interface Props {
  readonly figures: TrendFigures;
  /** What they are, in words. */
  readonly title: string;
  readonly asTable: boolean;
  readonly onPick: (span: BarSpan) => void;
}

/** The figures as a chart or as a table, or why there is neither. */
export function TrendBody({ figures, title, asTable, onPick }: Props) {
  if (figures.operations === 0)
    return (
      <EmptyState icon={ChartColumnStacked} title="No operations in this period">
        Choose another period or fewer filters to see how usage went.
      </EmptyState>
    );
  if (asTable) return <TrendTable figures={figures} title={title} />;
  if (!hasBars(figures))
    return (
      <EmptyState icon={ChartColumnStacked} title="Nothing to draw">
        {TREND_MEASURES[figures.measure].label}: zero on every day of this period.
      </EmptyState>
    );
  return <TrendChart figures={figures} title={title} onPick={onPick} />;
}
