import { useState } from 'react';
import type { NetBillingJson } from '@/lib/billing/report-json';
import { TREND_MEASURES } from '@/lib/billing/report-parameters';
import { type BarSpan, hasBars, type TrendFigures } from '@/lib/billing/trend-figures';
import { LENGTH_LABELS } from '@/lib/billing/trend-format';
import { readTrendView, withDays, withTrend } from '@/lib/billing/trend-view';
import styles from './cost-trend.module.css';
import { Panel } from './panel';
import { TrendBody } from './trend-body';
import { TrendControls } from './trend-controls';
import { TrendNotes } from './trend-notes';
import { TrendProblem } from './trend-problem';
import { TrendWaiting } from './trend-waiting';
import type { Choice } from './use-address';
import { useTrend } from './use-trend';
import { useTrendDownload } from './use-trend-download';

interface Props {
  readonly address: URLSearchParams;
  /** `null` while the page has no figures for what its address asks. */
  readonly report: NetBillingJson | null;
  /** True while those are on their way. */
  readonly loading: boolean;
  readonly onChoose: (choice: Choice) => void;
}

/** How the cost came about over time. */
export function CostTrend({ address, report, loading, onChoose }: Props) {
  const trend = useTrend(address, report);
  const { figures, pending, error } = trend;
  const [asTable, setAsTable] = useState(false);
  const { download, words } = useTrendDownload(figures);
  const view = readTrendView(address);

  const pick = ({ first, last }: BarSpan) => {
    const [from, to] = [figures?.bars[first]?.from, figures?.bars[last]?.to];
    if (from && to) onChoose((address) => withDays(address, { from, to }));
  };

  return (
    <Panel
      id="trend"
      title="Trend"
      note={figures && inWords(figures)}
      pending={pending}
      loading={loading || trend.loading}
      controls={
        <TrendControls
          view={view}
          every={(pending ? view.every : figures?.every) ?? figures?.every ?? view.every ?? 'day'}
          onChoose={(choice) => onChoose((address) => withTrend(address, choice))}
          asTable={asTable}
          onToggleTable={() => setAsTable(!asTable)}
          onDownload={figures && download}
        />
      }
    >
      {error && <TrendProblem failure={error.failure} onRetry={trend.retry} />}
      {figures === null && !error && <TrendWaiting />}
      {figures && <TrendBody title={inWords(figures)} figures={figures} asTable={asTable} onPick={pick} />}
      {figures && (
        <TrendNotes
          figures={figures}
          wanted={pending ? null : view.every}
          asChart={!asTable && hasBars(figures)}
        />
      )}
      <p role="status" className={styles.words}>
        {words}
      </p>
    </Panel>
  );
}

/** `Cost (USD) by model, daily`. */
const inWords = ({ measure, by, every }: TrendFigures): string =>
  `${TREND_MEASURES[measure].label} by ${by}, ${LENGTH_LABELS[every].toLowerCase()}`;
