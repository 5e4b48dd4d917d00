import { firstInOrder } from './first-in-order';
import { divideHalfUp } from './money';
import type { ModelUsage, NetBillingReport } from './report';
import type { UserBillings } from './user-billings';

/** A cost in both recorded currencies: USD millionths and paise. */
export interface Cost {
  readonly costUsd: bigint;
  readonly costInr: bigint;
}

/** What one user or model adds to the change of the billed cost. */
export interface CostDriver extends Cost {
  /** A user's id, or a model's name. */
  readonly key: string;
  /** A user's e-mail address, or a model's name. */
  readonly label: string;
}

/** Those who moved the cost most, and the rest of them together: the parts sum exactly to the change. */
export interface CostDrivers {
  /** The largest increases first, then the decreases up to the largest. */
  readonly drivers: readonly CostDriver[];
  readonly others: Cost & { readonly count: number };
}

/**
 * The change of the billed cost (USD millionths) split by its cause. The three parts sum exactly to the change.
 *
 * With the operations N and their average cost p̄ before, and N′ now; and of each kind of operation (a model and an
 * operation type) the number n and the average cost p before, n′ and p′ now:
 *
 * - volume: (N′ − N) · p̄, more or fewer operations at what one cost on average before;
 * - mix: Σ n′ · p − N′ · p̄, other kinds of operation at the costs of before;
 * - unit cost: Σ n′ · (p′ − p), the same kinds at other costs.
 *
 * A kind that is new has no cost of before: its own cost is taken, which makes it a matter of the mix. Where there was
 * nothing before, all is volume. Volume and mix are rounded half up; unit cost takes what the rounding leaves.
 */
export interface ChangeSplit {
  readonly volume: bigint;
  readonly mix: bigint;
  readonly unitCost: bigint;
}

export interface CostChange {
  readonly total: Cost;
  readonly users: CostDrivers;
  readonly models: CostDrivers;
  readonly split: ChangeSplit;
}

/** How many are named in each direction. */
const NAMED = 5;

/** What changed between two reports with the same filters: `now` minus `before`. */
export function explainChange(now: NetBillingReport, before: NetBillingReport): CostChange {
  return {
    total: subtract(now.summary.usage, before.summary.usage),
    users: driversOf(
      changesByUser(now.users, before.users),
      (key) => now.users.emailOf(Number(key)) ?? before.users.emailOf(Number(key)) ?? key,
    ),
    models: driversOf(changesByModel(now.models, before.models), (key) => key),
    split: splitChange(now.models, before.models),
  };
}

const subtract = (a: Cost, b: Cost): Cost => ({
  costUsd: a.costUsd - b.costUsd,
  costInr: a.costInr - b.costInr,
});
const add = (a: Cost, b: Cost): Cost => ({ costUsd: a.costUsd + b.costUsd, costInr: a.costInr + b.costInr });
const NOTHING: Cost = { costUsd: 0n, costInr: 0n };

/** What somebody's or something's cost changed by. Who it is, is looked up only for those who are named. */
interface Change extends Cost {
  readonly key: string;
}

/** Both lists are in the order of ids. */
function* changesByUser(now: UserBillings, before: UserBillings): Generator<Change> {
  for (let [a, b] = [0, 0]; a < now.length || b < before.length; ) {
    const id = Math.min(now.idAt(a) ?? Number.POSITIVE_INFINITY, before.idAt(b) ?? Number.POSITIVE_INFINITY);
    const costNow = now.idAt(a) === id ? costAt(now, a++) : NOTHING;
    const costBefore = before.idAt(b) === id ? costAt(before, b++) : NOTHING;
    if (costNow !== NOTHING || costBefore !== NOTHING)
      yield { key: String(id), ...subtract(costNow, costBefore) };
  }
}

function costAt(users: UserBillings, position: number): Cost {
  const costUsd = users.valueAt(position, 'costUsd');
  const costInr = users.valueAt(position, 'costInr');
  return costUsd === 0n && costInr === 0n ? NOTHING : { costUsd, costInr };
}

function* changesByModel(now: readonly ModelUsage[], before: readonly ModelUsage[]): Generator<Change> {
  const [costs, costsBefore] = [costByModel(now), costByModel(before)];
  for (const key of new Set([...costs.keys(), ...costsBefore.keys()]))
    yield { key, ...subtract(costs.get(key) ?? NOTHING, costsBefore.get(key) ?? NOTHING) };
}

function costByModel(models: readonly ModelUsage[]): Map<string, Cost> {
  const costs = new Map<string, Cost>();
  for (const { model, usage } of models) costs.set(model, add(costs.get(model) ?? NOTHING, usage));
  return costs;
}

function driversOf(all: Iterable<Change>, labelOf: (key: string) => string): CostDrivers {
  const changes = [...all].filter(({ costUsd, costInr }) => costUsd !== 0n || costInr !== 0n);
  const up = changes.filter(({ costUsd }) => costUsd > 0n);
  const down = changes.filter(({ costUsd }) => costUsd < 0n);
  const named = [
    ...firstInOrder(up, NAMED, byIncrease),
    ...firstInOrder(down, NAMED, (a, b) => byIncrease(b, a)).reverse(),
  ];
  const { costUsd, costInr } = subtract(changes.reduce<Cost>(add, NOTHING), named.reduce<Cost>(add, NOTHING));
  return {
    drivers: named.map(({ key, ...cost }) => ({ key, label: labelOf(key), ...cost })),
    others: { costUsd, costInr, count: changes.length - named.length },
  };
}

/** The largest increase first, the largest decrease last. */
const byIncrease = (a: Change, b: Change): number =>
  compare(b.costUsd, a.costUsd) || compare(b.costInr, a.costInr) || compare(a.key, b.key);

const compare = <T extends bigint | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

/** By the definition at `ChangeSplit`. */
export function splitChange(now: readonly ModelUsage[], before: readonly ModelUsage[]): ChangeSplit {
  const [total, totalBefore] = [totalOf(now), totalOf(before)];
  const change = total.costUsd - totalBefore.costUsd;
  if (totalBefore.operations === 0n) return { volume: change, mix: 0n, unitCost: 0n };

  const averageBefore: Fraction = { over: totalBefore.costUsd, under: totalBefore.operations };
  const volume = round(times(averageBefore, total.operations - totalBefore.operations));
  const atCostsOfBefore = costsNowAtCostsOfBefore(now, before);
  const mix = round(plus(atCostsOfBefore, times(averageBefore, -total.operations)));
  return { volume, mix, unitCost: change - volume - mix };
}

/** Σ n′ · p, exact. */
function costsNowAtCostsOfBefore(now: readonly ModelUsage[], before: readonly ModelUsage[]): Fraction {
  const usageBefore = new Map(before.map((row) => [kindOf(row), row.usage]));
  return now.reduce<Fraction>(
    (sum, row) => {
      const was = usageBefore.get(kindOf(row));
      const term: Fraction =
        was && was.operations > 0n
          ? { over: row.usage.operations * was.costUsd, under: was.operations }
          : { over: row.usage.costUsd, under: 1n };
      return plus(sum, term);
    },
    { over: 0n, under: 1n },
  );
}

const kindOf = ({ model, operation }: ModelUsage): string => JSON.stringify([model, operation]);

const totalOf = (rows: readonly ModelUsage[]) => ({
  operations: rows.reduce((sum, { usage }) => sum + usage.operations, 0n),
  costUsd: rows.reduce((sum, { usage }) => sum + usage.costUsd, 0n),
});

/** An exact quotient; `under` is positive. */
interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

const plus = (a: Fraction, b: Fraction): Fraction => ({
  over: a.over * b.under + b.over * a.under,
  under: a.under * b.under,
});
const times = (a: Fraction, factor: bigint): Fraction => ({ over: a.over * factor, under: a.under });
const round = ({ over, under }: Fraction): bigint => divideHalfUp(over, under);
