import { extent, groups, nice, ticks } from 'd3-array';
import { stack, stackOffsetDiverging } from 'd3-shape';

/** What there is to draw, in px and in the units of the values. */
export interface ChartInput {
  /** One list for each bar; in it one value for each series, in their order. */
  readonly values: readonly (readonly number[])[];
  readonly width: number;
  readonly height: number;
  /** True for what comes in whole numbers alone. */
  readonly whole: boolean;
  /** Its length is the room that the labels beside the axis need. */
  readonly tickLabel: (value: number) => string;
  /** The room that a label below the axis needs. */
  readonly dateWidth: number;
  /** The bar that is not over, which is drawn apart; -1: none. */
  readonly running: number;
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface ChartGeometry {
  readonly plot: Rect;
  readonly ticks: readonly { readonly label: string; readonly y: number; readonly isZero: boolean }[];
  /** The bars that have a date below them. */
  readonly dates: readonly { readonly bar: number; readonly x: number }[];
  /** The column that belongs to each bar, from the top of the plot to its bottom, without gaps between them. */
  readonly slots: readonly Rect[];
  /** One path for each series, of all its parts of bars: a thousand bars are a handful of elements. */
  readonly shapes: readonly { readonly series: number; readonly running: boolean; readonly path: string }[];
  /** Around the bar that is not over, where it has a height. */
  readonly outline: Rect | null;
}

/** Room around the plot, in px. */
const TOP = 12;
const BOTTOM = 40;
const RIGHT = 12;
const TICK_GAP = 10;
/** The mean width of a character beside the axis. */
const CHARACTER = 6.8;
/** About this far apart the lines of the axis are. */
const TICK_DISTANCE = 56;

const WIDEST_BAR = 56;
/** Part of a slot. */
const GAP_OF_BARS = 0.24;
/** Bars in narrower slots than this stand side by side without a gap. */
const LEAST_SLOT_WITH_GAP = 4;
/** Between the parts of a bar, so that they can be told apart without their colours. */
const GAP_OF_PARTS = 1;
const LEAST_PART_WITH_GAP = 3;

export function chartGeometry(input: ChartInput): ChartGeometry {
  const stacks = stackParts(input.values);
  const bottom = input.height - BOTTOM;
  const [least, most] = nice(...domainOf(stacks), tickCount(input.height));
  const y = (value: number): number => bottom - ((value - least) / (most - least)) * (bottom - TOP);
  const lines = ticks(least, most, tickCount(input.height))
    .filter((value) => !input.whole || Number.isInteger(value))
    .map((value) => ({ label: input.tickLabel(value), y: Math.round(y(value)), isZero: value === 0 }));
  const left = Math.ceil(Math.max(0, ...lines.map(({ label }) => label.length)) * CHARACTER) + TICK_GAP;
  const plot = { x: left, y: TOP, width: Math.max(0, input.width - left - RIGHT), height: bottom - TOP };
  const slots = slotsOf(plot, input.values.length);
  const bars = barsOf(slots);
  const parts = stacks.flatMap((stack, series) =>
    stack.flatMap(({ from, to }, bar) => partOf(bars[bar], y(from), y(to), { series, bar })),
  );
  return {
    plot,
    ticks: lines,
    dates: datesOf(slots, input.dateWidth),
    slots,
    shapes: shapesOf(parts, input.running),
    outline: outlineOf(parts.filter(({ bar }) => bar === input.running)),
  };
}

interface Part extends Rect {
  readonly series: number;
  readonly bar: number;
}

/** For each series, for each bar: where its part begins and ends. Negative values go down from zero. */
function stackParts(values: ChartInput['values']): { from: number; to: number }[][] {
  const series = values[0]?.map((_, index) => index) ?? [];
  return stack<readonly number[], number>()
    .keys(series)
    .value((bar, key) => bar[key] ?? 0)
    .offset(stackOffsetDiverging)(values as (readonly number[])[])
    .map((parts) => parts.map(([from, to]) => ({ from, to })));
}

/** Always with zero, and never empty. */
function domainOf(stacks: readonly (readonly { from: number; to: number }[])[]): [number, number] {
  const [least, most] = extent([
    0,
    ...stacks.flatMap((parts) => parts.flatMap(({ from, to }) => [from, to])),
  ]);
  if (least === undefined || most === undefined || least === most) return [0, 1];
  return [least, most];
}

const tickCount = (height: number): number =>
  Math.max(2, Math.round((height - TOP - BOTTOM) / TICK_DISTANCE));

function slotsOf(plot: Rect, bars: number): Rect[] {
  const width = bars === 0 ? 0 : plot.width / bars;
  return Array.from({ length: bars }, (_, bar) => ({ ...plot, x: plot.x + bar * width, width }));
}

/** Where each bar stands in its slot, before it has a height. */
function barsOf(slots: readonly Rect[]): { x: number; width: number }[] {
  return slots.map((slot) => {
    const gap = slot.width < LEAST_SLOT_WITH_GAP ? 0 : GAP_OF_BARS;
    const width = Math.min(WIDEST_BAR, slot.width * (1 - gap));
    return { x: slot.x + (slot.width - width) / 2, width };
  });
}

function partOf(
  bar: { x: number; width: number } | undefined,
  from: number,
  to: number,
  of: { series: number; bar: number },
): Part[] {
  if (!bar || from === to) return [];
  const height = Math.abs(to - from);
  const gap = height < LEAST_PART_WITH_GAP ? 0 : GAP_OF_PARTS;
  return [{ ...of, ...bar, y: Math.min(from, to) + gap, height: height - gap }];
}

function shapesOf(parts: readonly Part[], running: number): ChartGeometry['shapes'] {
  return groups(parts, ({ series, bar }) => `${series} ${bar === running}`).flatMap(([, group]) => {
    const [first] = group;
    if (!first) return [];
    return [{ series: first.series, running: first.bar === running, path: group.map(toPath).join('') }];
  });
}

/** Tenths of a px are enough, and half as long. */
const round = (length: number): number => Math.round(length * 10) / 10;

function toPath({ x, y, width, height }: Rect): string {
  return `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${-round(width)}z`;
}

function outlineOf(parts: readonly Part[]): Rect | null {
  const [first] = parts;
  if (!first) return null;
  const top = Math.min(...parts.map(({ y }) => y));
  const bottom = Math.max(...parts.map(({ y, height }) => y + height));
  return { x: first.x, y: top, width: first.width, height: bottom - top };
}

/** As many dates as have room beside each other, evenly apart, from the first bar on. */
function datesOf(slots: readonly Rect[], dateWidth: number): ChartGeometry['dates'] {
  const [first] = slots;
  if (!first) return [];
  const step = Math.max(1, Math.ceil(dateWidth / first.width));
  return slots.flatMap(({ x, width }, bar) => (bar % step === 0 ? [{ bar, x: x + width / 2 }] : []));
}

/** The bar that a place belongs to; beside the plot: the nearest. */
export function barAt({ plot, slots }: ChartGeometry, x: number): number {
  const bar = Math.floor(((x - plot.x) / plot.width) * slots.length);
  return Math.max(0, Math.min(slots.length - 1, bar));
}
