import { useId, useMemo } from 'react';
import { MEASURES } from '@/lib/billing/measures';
import { TREND_MEASURES } from '@/lib/billing/report-parameters';
import { type BarSpan, joinBars, type TrendFigures } from '@/lib/billing/trend-figures';
import { barInWords, formatTick, spanInWords } from '@/lib/billing/trend-format';
import { TrendAxes } from './trend-axes';
import styles from './trend-chart.module.css';
import { barAt, type ChartGeometry, chartGeometry } from './trend-geometry';
import { TrendLegend } from './trend-legend';
import { fillOf, TrendTextures } from './trend-series';
import { TrendTooltip } from './trend-tooltip';
import { useBarPicking } from './use-bar-picking';
import { useWidth } from './use-width';

interface Props {
  readonly figures: TrendFigures;
  /** What the chart shows, in words. */
  readonly title: string;
  readonly onPick: (span: BarSpan) => void;
}

/** The bars, stacked by series, with their axes and legend. A bar, or a span of them, can be picked. */
export function TrendChart({ figures, title, onPick }: Props) {
  const { place, width } = useWidth();
  const textures = useId();
  return (
    <figure className={styles.figure} aria-label={title}>
      <div ref={place} className={styles.place}>
        {width !== null && <Drawing {...{ figures, title, onPick, width, textures }} />}
      </div>
      <figcaption>
        <TrendLegend figures={figures} textures={textures} />
      </figcaption>
    </figure>
  );
}

/** In px; narrower charts are lower. */
const HEIGHT = 280;
const LOW_HEIGHT = 240;
const NARROW = 480;
/** What the eye can tell apart, in px. */
const NARROWEST_SLOT = 1;
/** The room that a date needs below the axis, in px. */
const DATE_WIDTH = { day: 56, week: 56, month: 40 } as const;

function Drawing({ figures, title, onPick, width, textures }: Props & { width: number; textures: string }) {
  const height = width < NARROW ? LOW_HEIGHT : HEIGHT;
  const geometry = useMemo(() => geometryOf(figures, width, height), [figures, width, height]);
  const { current, span, barsProps, chartProps } = useBarPicking({
    length: figures.bars.length,
    barAt: (x) => barAt(geometry, x),
    onPick,
  });
  const joined = span && joinBars(figures, span);
  const several = span && span.first !== span.last ? spanInWords(span, figures.every) : null;
  const help = useId();

  return (
    <>
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: the figure has the name, and each bar its own. */}
      <svg className={styles.chart} width={width} height={height} {...chartProps}>
        <TrendTextures textures={textures} series={figures.series} />
        <svg aria-hidden="true">
          <TrendAxes geometry={geometry} bars={figures.bars} every={figures.every} />
          <Shapes geometry={geometry} textures={textures} />
        </svg>
        <g
          {...barsProps}
          role="listbox"
          aria-label={title}
          aria-describedby={help}
          aria-orientation="horizontal"
          aria-multiselectable="true"
          tabIndex={-1}
        >
          <Bars figures={figures} geometry={geometry} current={current} span={span} />
        </g>
      </svg>
      {span && joined && (
        <TrendTooltip
          {...{ figures, textures }}
          bar={joined}
          note={several}
          beside={extentOf(geometry, span)}
        />
      )}
      {geometry.slots.some((slot) => slot.width < NARROWEST_SLOT) && (
        <p className={styles.note}>Too many bars to tell apart here: choose longer ones.</p>
      )}
      <p id={help} className="visually-hidden">
        The arrow keys move from bar to bar, with Shift they take several. Enter shows only those days, Escape
        gives up.
      </p>
      <p className="visually-hidden" role="status">
        {several && joined && `${several}, ${barInWords(joined, figures)}`}
      </p>
    </>
  );
}

const geometryOf = ({ bars, measure, every }: TrendFigures, width: number, height: number): ChartGeometry =>
  chartGeometry({
    values: bars.map(({ values }) => values),
    width,
    height,
    whole: MEASURES[TREND_MEASURES[measure].measure].unit === 'count',
    tickLabel: (value) => formatTick(value, measure),
    dateWidth: DATE_WIDTH[every],
    running: bars.findIndex(({ running }) => running),
  });

function extentOf({ slots }: ChartGeometry, { first, last }: BarSpan): { x: number; width: number } {
  const [start, end] = [slots[first], slots[last]];
  if (!start || !end) return { x: 0, width: 0 };
  return { x: start.x, width: end.x + end.width - start.x };
}

function Shapes({ geometry: { shapes, outline }, textures }: { geometry: ChartGeometry; textures: string }) {
  return (
    <g>
      {shapes.map(({ series, running, path }) => (
        <path
          key={`${series} ${running}`}
          className={styles.shape}
          data-running={running}
          fill={fillOf(textures, series)}
          d={path}
        />
      ))}
      {outline && <rect className={styles.outline} {...outline} />}
    </g>
  );
}

interface BarsProps {
  readonly figures: TrendFigures;
  readonly geometry: ChartGeometry;
  readonly current: number;
  readonly span: BarSpan | null;
}

/** What can be pointed at, focused and picked: the whole column of each bar. */
function Bars({ figures, geometry: { slots }, current, span }: BarsProps) {
  const names = useMemo(() => figures.bars.map((bar) => barInWords(bar, figures)), [figures]);
  return slots.map((slot, bar) => (
    <rect
      key={figures.bars[bar]?.from}
      {...slot}
      className={styles.slot}
      role="option"
      aria-label={names[bar]}
      aria-selected={span !== null && span.first <= bar && bar <= span.last}
      tabIndex={bar === current ? 0 : -1}
      data-bar={bar}
    />
  ));
}
