import type { ChangeJson, CostJson, DriverJson, DriversJson } from './change-json';
import { countOf, formatCount, formatMoney, formatMoneyExact, formatShare } from './format';
import type { Currency } from './money';
import { formatDates } from './period-words';
import { REPORT_API } from './report-view';

/** What changed since the period before, in words and lengths. */

export type SomethingBefore = NonNullable<ChangeJson['previous']>;

/**
 * The API's address for what changed, and for the trend behind it.
 * @param usage what decides the figures (`usageQuestion`)
 * @param asOf `generated_at` of the figures on the page
 */
export function changeQuestion(usage: string, asOf: string): string {
  return `${REPORT_API}/change?${withAsOf(usage, asOf)}`;
}

export function sparklineQuestion(usage: string, asOf: string): string {
  const question = withAsOf(usage, asOf);
  question.set('by', 'operation');
  return `${REPORT_API}/trend?${question}`;
}

function withAsOf(usage: string, asOf: string): URLSearchParams {
  const question = new URLSearchParams(usage);
  question.set('asOf', asOf);
  return question;
}

export type Direction = 'up' | 'down' | 'same';

export function directionOf(change: number): Direction {
  if (change === 0) return 'same';
  return change > 0 ? 'up' : 'down';
}

/** One figure against the one before: `up 12.3%`, `down 4.0%`, `no change`, `new: none before`. */
export interface FigureChange {
  readonly direction: Direction;
  readonly words: string;
}

export function figureChange(now: number, before: number): FigureChange {
  const direction = directionOf(now - before);
  if (direction === 'same') return { direction, words: 'no change' };
  if (before === 0) return { direction, words: now > 0 ? 'new: none before' : 'below zero: none before' };
  const share = shareOfBefore(now - before, before);
  return { direction, words: share === null ? direction : `${direction} ${share}` };
}

/** How much of what was before a change is, without its sign; `null` where a percentage of that says nothing. */
function shareOfBefore(change: number, before: number): string | null {
  return before > 0 ? formatShare(Math.abs(change) / before) : null;
}

/** A change with its sign: `+$60.00`, `−₹417.50`, `$0.00`. */
export function formatChange(amount: number, currency: Currency): string {
  return (amount > 0 ? '+' : '') + formatMoney(amount, currency);
}

/** With every decimal that is recorded: `+$60.000000`. */
export function formatChangeExact(amount: number, currency: Currency): string {
  return (amount > 0 ? '+' : '') + formatMoneyExact(amount, currency);
}

/** The change in one sentence: `Cost is up $90.12 (₹7,525.02, 14.7%) against 1–22 Oct 2026`. */
export function headline({ change, summary, period }: SomethingBefore): string {
  const dates = formatDates(period);
  const { cost_usd: usd, cost_inr: inr } = change;
  if (usd === 0) return headlineOfSameUsd(inr, dates);
  const direction = directionOf(usd);
  const inRupees = directionOf(inr) === direction ? magnitude(inr, 'INR') : formatChange(inr, 'INR');
  const share = shareOfBefore(usd, summary.total_cost_usd);
  const words = `Cost is ${direction} ${magnitude(usd, 'USD')} (${[inRupees, share ?? []].flat().join(', ')})`;
  return `${words} against ${dates}${summary.total_cost_usd === 0 ? ', which cost nothing' : ''}`;
}

function headlineOfSameUsd(inr: number, dates: string): string {
  const inRupees = inr === 0 ? '' : `; in INR it is ${directionOf(inr)} ${magnitude(inr, 'INR')}`;
  return `Cost is the same as in ${dates}${inRupees}`;
}

const magnitude = (amount: number, currency: Currency): string => formatMoney(Math.abs(amount), currency);

/** True where neither the costs nor what they are made of moved. */
export function isUnchanged({ change, users, models, split }: SomethingBefore): boolean {
  return (
    [change.cost_usd, change.cost_inr, split.volume, split.mix, split.unit_cost].every(
      (part) => part === 0,
    ) && [users, models].every(({ drivers, others }) => drivers.length === 0 && others.count === 0)
  );
}

export interface ChangeCause {
  readonly label: string;
  readonly usd: number;
  /** What it means, for somebody who never heard of the split. */
  readonly meaning: string;
}

/** The three causes, which sum exactly to the change (`ChangeSplit`). */
export function causesOf({ summary: now }: ChangeJson, before: SomethingBefore): readonly ChangeCause[] {
  const { volume, mix, unit_cost } = before.split;
  const moreOperations = now.total_operations - before.summary.total_operations;
  return [
    {
      label: 'Volume',
      usd: volume,
      meaning: meaningOfVolume(moreOperations, before.summary.total_operations),
    },
    { label: 'Mix', usd: mix, meaning: MEANINGS.mix[directionOf(mix)] },
    { label: 'Unit cost', usd: unit_cost, meaning: MEANINGS.unitCost[directionOf(unit_cost)] },
  ];
}

function meaningOfVolume(more: number, before: number): string {
  if (before === 0) return 'There were no operations before, so all of it is new.';
  if (more === 0) return 'There were as many operations as before.';
  const words = `${countOf(Math.abs(more), more > 0 ? 'more operation' : 'fewer operation')}`;
  return `${words}, counted at the average cost of before.`;
}

const MEANINGS = {
  mix: {
    up: 'A larger part of the operations was of costlier models and types, or of new ones.',
    down: 'A larger part of the operations was of cheaper models and types.',
    same: 'The operations were spread over models and types as before.',
  },
  unitCost: {
    up: 'The same models and types cost more for each operation.',
    down: 'The same models and types cost less for each operation.',
    same: 'The same models and types cost the same for each operation.',
  },
} as const satisfies Record<string, Record<Direction, string>>;

/** A row of the list of who or what moved the cost. */
export type DriverRow = CostJson & {
  /** `null`: all others together. */
  readonly driver: DriverJson | null;
  readonly label: string;
};

/** The drivers, then all others where there are any: they sum exactly to the change. */
export function driverRows({ drivers, others }: DriversJson): readonly DriverRow[] {
  const rows = drivers.map((driver): DriverRow => ({ ...driver, driver }));
  if (others.count === 0) return rows;
  const { count, ...cost } = others;
  return [...rows, { driver: null, label: `All others (${formatCount(count)})`, ...cost }];
}

/** The longest bar of some rows stands for this much. */
export function largestChange(rows: readonly CostJson[]): number {
  return Math.max(0, ...rows.map(({ cost_usd }) => Math.abs(cost_usd)));
}

/** A bar that grows from the middle: to the right for an increase, to the left for a decrease. In percent of its box. */
export function divergingBar(change: number, largest: number): { x: string; width: string } {
  const width = largest > 0 ? (Math.min(1, Math.abs(change) / largest) * 100) / 2 : 0;
  return { x: percent(change < 0 ? 50 - width : 50), width: percent(width) };
}

const percent = (value: number): string => `${Math.round(value * 100) / 100}%`;
