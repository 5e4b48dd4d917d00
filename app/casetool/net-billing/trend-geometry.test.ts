import { describe, expect, test } from 'vitest';
import { barAt, type ChartInput, chartGeometry } from './trend-geometry';

/** The plot is from y = 12 to y = 248. */
const CHART: ChartInput = {
  values: [
    [30, 10],
    [0, 0],
    [20, 20],
  ],
  width: 400,
  height: 288,
  whole: false,
  tickLabel: String,
  dateWidth: 50,
  running: -1,
};
const draw = (changes: Partial<ChartInput> = {}) => chartGeometry({ ...CHART, ...changes });

const numbersOf = (path: string) => path.match(/-?[\d.]+/g)?.map(Number) ?? [];
/** The parts of bars in a path: `Mx yhWvHh-Wz`. */
const partsOf = (path: string) =>
  path
    .split('z')
    .filter((part) => part !== '')
    .map((part) => {
      const [x = 0, y = 0, width = 0, height = 0] = numbersOf(part);
      return { x, y, width, height };
    });
const shape = (geometry: ReturnType<typeof draw>, series: number) =>
  partsOf(geometry.shapes.find((each) => each.series === series)?.path ?? '');

describe('bars', () => {
  test('are stacked from zero up, the first series at the bottom', () => {
    const geometry = draw();
    const [first] = shape(geometry, 0);
    const [second] = shape(geometry, 1);
    expect(first && first.y + first.height).toBe(248);
    expect(second && first && second.y + second.height).toBeCloseTo((first?.y ?? 0) - 1, 1);
  });

  test('are as high as their values', () => {
    const [bar] = shape(draw({ values: [[40]] }), 0);
    expect(bar).toMatchObject({ y: 13, height: 235 });
    const [half] = shape(draw({ values: [[20], [40]] }), 0);
    expect(half?.height).toBe(117);
  });

  test('of a day without calls have a place and no height', () => {
    const geometry = draw();
    expect(geometry.slots).toHaveLength(3);
    expect(shape(geometry, 0)).toHaveLength(2);
  });

  test('below zero hang down from it', () => {
    const geometry = draw({ values: [[30, -10]] });
    const zero = geometry.ticks.find(({ isZero }) => isZero)?.y ?? 0;
    const [up] = shape(geometry, 0);
    const [down] = shape(geometry, 1);
    expect(up && up.y + up.height).toBe(zero);
    expect(down?.y).toBe(zero + 1);
    expect(geometry.ticks.map(({ label }) => label)).toEqual(['-10', '0', '10', '20', '30']);
  });

  test('are one path for each series, however many there are', () => {
    const values = Array.from({ length: 1_000 }, (_, day) => [day, 1]);
    expect(draw({ values }).shapes).toHaveLength(2);
  });

  test('stand apart, and side by side where there is no room for gaps', () => {
    const [few] = shape(draw({ values: [[1], [1]] }), 0);
    expect(few?.width).toBe(56);
    const many = draw({ values: Array.from({ length: 360 }, () => [1]) });
    expect(shape(many, 0)[0]?.width).toBeCloseTo(many.slots[0]?.width ?? 0, 1);
  });

  test('the running one is drawn apart, with an outline around all of it', () => {
    const geometry = draw({ running: 2 });
    expect(geometry.shapes.map(({ series, running }) => [series, running])).toEqual([
      [0, false],
      [0, true],
      [1, false],
      [1, true],
    ]);
    expect(geometry.outline?.y).toBeLessThan(60);
    expect(geometry.outline && geometry.outline.y + geometry.outline.height).toBe(248);
  });

  test('the running one without calls has no outline', () => {
    expect(draw({ running: 1 }).outline).toBeNull();
  });
});

describe('axes', () => {
  test('have few lines with round figures, zero among them', () => {
    expect(draw({ values: [[37]] }).ticks.map(({ label }) => label)).toEqual(['0', '10', '20', '30', '40']);
  });

  test('have whole figures where there are no others', () => {
    expect(draw({ values: [[2]], whole: true }).ticks.map(({ label }) => label)).toEqual(['0', '1', '2']);
  });

  test('leave the labels the room that they need', () => {
    const wide = draw({ tickLabel: (value) => `₹${value},00,000` });
    expect(wide.plot.x).toBeGreaterThan(draw().plot.x + 40);
    expect(wide.plot.x + wide.plot.width).toBe(388);
  });

  test('of nothing but zeros still stand', () => {
    const { ticks, shapes } = draw({ values: [[0], [0]] });
    expect(ticks.at(0)).toMatchObject({ label: '0', y: 248 });
    expect(shapes).toEqual([]);
  });

  test('have as many dates as fit, evenly apart', () => {
    const values = Array.from({ length: 30 }, () => [1]);
    expect(draw({ values }).dates.map(({ bar }) => bar)).toEqual([0, 5, 10, 15, 20, 25]);
    expect(draw({ values, width: 1_600 }).dates).toHaveLength(30);
  });

  test('of a chart without bars stand alone', () => {
    expect(draw({ values: [] })).toMatchObject({ slots: [], shapes: [], dates: [], outline: null });
  });

  test('of a chart narrower than its labels have no room, and no negative one', () => {
    expect(draw({ width: 10 }).plot.width).toBe(0);
  });
});

describe('the bar at a place', () => {
  const geometry = draw();
  const { x, width } = geometry.plot;

  test('is the one in whose slot it lies', () => {
    expect([x, x + width / 3 + 1, x + width - 1].map((place) => barAt(geometry, place))).toEqual([0, 1, 2]);
  });

  test('beside the plot is the nearest', () => {
    expect([-50, 1_000].map((place) => barAt(geometry, place))).toEqual([0, 2]);
  });
});
