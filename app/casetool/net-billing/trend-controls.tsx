import { ChartColumnStacked, Download, Table2 } from 'lucide-react';
import {
  BUCKET_LENGTHS,
  type BucketLength,
  TREND_DIMENSIONS,
  TREND_MEASURES,
  type TrendDimension,
} from '@/lib/billing/report-parameters';
import { LENGTH_LABELS } from '@/lib/billing/trend-format';
import { TREND_MEASURE_NAMES, type TrendView } from '@/lib/billing/trend-view';
import button from '../ui/button.module.css';
import { SelectField } from './select-field';

interface Props {
  readonly view: TrendView;
  /** The length that the bars have: that of the answer where none was chosen. */
  readonly every: BucketLength;
  readonly onChoose: (choice: Partial<TrendView>) => void;
  readonly asTable: boolean;
  readonly onToggleTable: () => void;
  /** `null` while there is nothing to download. */
  readonly onDownload: (() => void) | null;
}

const DIMENSION_LABELS: Record<TrendDimension, string> = {
  model: 'By model',
  operation: 'By operation',
  user: 'By user',
};

/** What the chart shows, and its figures in other forms. */
export function TrendControls({ view, every, onChoose, asTable, onToggleTable, onDownload }: Props) {
  return (
    <>
      <Choice
        label="Measure"
        values={TREND_MEASURE_NAMES}
        labelOf={(measure) => TREND_MEASURES[measure].label}
        chosen={view.measure}
        onChoose={(measure) => onChoose({ measure })}
      />
      <Choice
        label="Broken down"
        values={TREND_DIMENSIONS}
        labelOf={(by) => DIMENSION_LABELS[by]}
        chosen={view.by}
        onChoose={(by) => onChoose({ by })}
      />
      <Choice
        label="Length of a bar"
        values={BUCKET_LENGTHS}
        labelOf={(length) => LENGTH_LABELS[length]}
        chosen={every}
        onChoose={(length) => onChoose({ every: length })}
      />
      <button type="button" className={button.secondary} onClick={onToggleTable}>
        {asTable ? <ChartColumnStacked aria-hidden="true" /> : <Table2 aria-hidden="true" />}
        {asTable ? 'Show as chart' : 'Show as table'}
      </button>
      <button
        type="button"
        className={button.secondary}
        disabled={onDownload === null}
        onClick={onDownload ?? undefined}
      >
        <Download aria-hidden="true" />
        Download CSV
      </button>
    </>
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly values: readonly Value[];
  readonly labelOf: (value: Value) => string;
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
}

function Choice<Value extends string>({ label, values, labelOf, chosen, onChoose }: ChoiceProps<Value>) {
  return (
    <SelectField
      label={label}
      choices={values.map(labelOf)}
      chosen={values.indexOf(chosen)}
      onChoose={(index) => {
        const value = values[index];
        if (value !== undefined) onChoose(value);
      }}
    />
  );
}
