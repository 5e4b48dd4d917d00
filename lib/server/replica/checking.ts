import 'server-only';
import { type Difference, NO_DIFFERENCE, plus, type Round } from '@/lib/billing/replica-status';
import { BEFORE_ALL_IDS, blockSums, type IdRange, MYSQL_NUMBERED } from '../db/block-sums';
import { askToCopy } from '../db/query';
import { sourceIdAfter } from '../db/source';
import { READ_AGAIN_IDS } from './replica-engine';
import type { ReplicaStore } from './store';

/** Calls that are compared by one pair of statements: a tenth of a second for the source. */
export const BLOCK_ROWS = 50_000;

export interface CheckOptions {
  /** Waits between two blocks. */
  readonly pause?: () => Promise<void>;
  /** Told after every block what was different in it, and how many calls have been compared. */
  readonly onBlock?: (found: Difference, checked: number) => void;
}

/**
 * Compares everything, block by block, and takes over again what differs.
 * @throws ReplicaError, DatabaseUnavailableError, DatabaseTimeoutError
 */
export async function checkAll(store: ReplicaStore, { pause, onBlock }: CheckOptions = {}): Promise<Round> {
  const started = Date.now();
  let found = NO_DIFFERENCE;
  let blocks = 0;
  for (let after = BEFORE_ALL_IDS; ; ) {
    const range = await nextBlock(store, after);
    if (!range) break;
    // Calls that nobody has asked for yet are new, and no difference.
    if (range.upTo > store.copiedTo) await store.follow(READ_AGAIN_IDS);
    const difference = await checkBlock(store, range);
    found = plus(found, difference);
    blocks++;
    onBlock?.(difference, Math.min(blocks * BLOCK_ROWS, store.calls));
    after = range.upTo;
    await pause?.();
  }
  const milliseconds = Date.now() - started;
  return { finishedAt: new Date().toISOString(), milliseconds, blocks, calls: store.calls, found };
}

/** So many calls of the source, or what is left of them; what only the replica has at its end belongs to the last block. */
async function nextBlock(store: ReplicaStore, after: number): Promise<IdRange | null> {
  const [upTo] = await askToCopy(sourceIdAfter(after, BLOCK_ROWS));
  if (upTo !== undefined) return { after, upTo };
  const last = Math.max(store.copiedTo, (await store.lastId()) ?? BEFORE_ALL_IDS);
  return last > after ? { after, upTo: last } : null;
}

/** Compares one block, and takes it over again where it differs. @returns what was different */
export async function checkBlock(store: ReplicaStore, range: IdRange): Promise<Difference> {
  const [[inSource], inReplica] = await Promise.all([
    askToCopy(blockSums(range, MYSQL_NUMBERED)),
    store.sums(range),
  ]);
  return inSource === inReplica ? NO_DIFFERENCE : store.takeOver(range);
}
