/** One line of the table: what was measured, and what it was to be at most. */
export interface Figure {
  readonly what: string;
  /** Milliseconds, unless `unit` says otherwise. */
  readonly value: number;
  readonly unit?: 'ms' | 's' | 'MB' | 'kB';
  readonly limit?: number;
  /** What the limit is, where it is not a fixed number. */
  readonly limitIs?: string;
}

const shown = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(value >= 10 ? 1 : 2);

/**
 * A table of the figures of one size, in Markdown. A figure of time stands beside the baseline's.
 * @param baseline milliseconds of `obvious.sql`
 */
export function toTable(figures: readonly Figure[], baseline: number): string {
  const lines = figures.map(({ what, value, unit = 'ms', limit, limitIs }) => {
    const milliseconds = unit === 's' ? value * 1000 : value;
    const ofBaseline = unit === 'ms' || unit === 's' ? `1/${shown(baseline / milliseconds)}` : '';
    const atMost = limit === undefined ? '' : `${shown(limit)} ${unit}${limitIs ? ` (${limitIs})` : ''}`;
    const ofLimit = limit === undefined ? '' : `${(value / limit).toFixed(2)}${value > limit ? ' ✗' : ''}`;
    return `| ${what} | ${shown(value)} ${unit} | ${ofBaseline} | ${atMost} | ${ofLimit} |`;
  });
  return [
    '| question | measured | of the baseline | at most | of that |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...lines,
  ].join('\n');
}
