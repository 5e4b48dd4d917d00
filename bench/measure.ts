import { cpus, totalmem } from 'node:os';

/** Milliseconds that `work` takes. */
export async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? (upper + (sorted[middle - 1] ?? Number.NaN)) / 2 : upper;
}

/**
 * Each candidate once a round, one after the other, so that whatever slows the machine down for a while slows
 * all of them. The first round only warms up.
 * @returns each candidate's milliseconds, by name
 */
export async function measureInTurns<Name extends string>(
  rounds: number,
  candidates: Readonly<Record<Name, () => Promise<unknown>>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(candidates) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round <= rounds; round++)
    for (const name of names) {
      const milliseconds = await millisecondsOf(candidates[name]);
      if (round > 0) times[name].push(milliseconds);
    }
  return times;
}

/** What the figures were measured on. */
export function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpu?.model.trim()}, ${memory} GiB, Node ${process.versions.node}`;
}
