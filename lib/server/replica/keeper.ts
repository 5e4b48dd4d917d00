import 'server-only';
import { setTimeout as delay } from 'node:timers/promises';
import {
  countOf,
  type Difference,
  NO_DIFFERENCE,
  plus,
  type Recount,
  type ReplicaPhase,
  type ReplicaStatus,
  type Round,
} from '@/lib/billing/replica-status';
import { BEFORE_ALL_IDS } from '../db/block-sums';
import { env } from '../env';
import { log } from '../log';
import type { UsageEngine } from '../usage-engine';
import { checkAll, checkBlock } from './checking';
import { ReplicaFile, removeReplica } from './duckdb';
import { inWords, isDamage, isHeldByAnother, isNotInstalled, isOfDisk, isOfSource } from './failure';
import { READ_AGAIN_IDS, ReplicaEngine } from './replica-engine';
import { ReplicaError } from './replica-error';
import { countSource, isWanted } from './source-size';
import { ReplicaStore } from './store';

/** Between two looks at a table that is too small, and the longest time between two attempts. */
const RETRY_MS = 30_000;
/** After the first failure; twice as long after each further one. */
const FIRST_RETRY_MS = 1_000;
/** The newest calls are compared this often, all others once a round. */
const TAIL_EVERY_MS = 10_000;
const TAIL_IDS = 100_000;

/**
 * Makes the replica, keeps it the same as the source, and knows whether it may answer. Everything that fails leaves the
 * report to MySQL, says so in the log, and is tried again.
 */
export class ReplicaKeeper {
  #phase: ReplicaPhase = { name: 'off' };
  #engine: ReplicaEngine | null = null;
  #file: ReplicaFile | null = null;
  #lastRound: Round | null = null;
  #recount: Recount | null = null;
  #repaired: Difference = NO_DIFFERENCE;
  #recounting: Promise<Round> | undefined;
  #stopped = new AbortController();
  #running: Promise<void> | undefined;
  #fail: ((error: unknown) => void) | undefined;
  #failures = 0;
  /** The file has been found damaged. */
  #damaged = false;

  /** Begins to keep the replica, where the configuration wants one. */
  start(): void {
    if (this.#running || env().engine.choice === 'mysql') return;
    this.#phase = { name: 'small' };
    this.#running = this.#keep();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
    this.#running = undefined;
    this.#stopped = new AbortController();
  }

  /** The engine, where it may answer. */
  get engine(): ReplicaEngine | null {
    return this.#phase.name === 'ready' ? this.#engine : null;
  }

  get status(): ReplicaStatus {
    return {
      phase: this.#phase,
      calls: this.#engine?.store.calls ?? 0,
      freshAt: this.#engine?.freshAt ?? null,
      lastRound: this.#lastRound,
      recount: this.#recount,
      repaired: this.#repaired,
      checkMs: env().engine.replicaCheckMs,
      maxAgeMs: env().engine.replicaMaxAgeMs,
    };
  }

  /** Takes the replica out of service until it has been opened again; an engine that is out of it already is none. */
  failed(engine: UsageEngine, error: unknown): void {
    if (engine === this.#engine) this.#fail?.(error);
  }

  /**
   * Compares everything at once, as fast as it goes; the status says how far it is. Those who ask meanwhile share it.
   * @returns `null` where there is no replica to compare
   */
  async recount(): Promise<Round | null> {
    const { engine } = this;
    if (!engine) return null;
    this.#recounting ??= this.#compareAll(engine).finally(() => {
      this.#recounting = undefined;
    });
    return this.#recounting;
  }

  async #compareAll(engine: ReplicaEngine): Promise<Round> {
    const { store } = engine;
    const startedAt = new Date().toISOString();
    const progress = (checked: number) => {
      this.#recount = { state: 'running', startedAt, checked, total: Math.max(checked, store.calls) };
    };
    progress(0);
    try {
      // What nobody has asked for yet is part of everything, too.
      await store.follow(READ_AGAIN_IDS);
      const round = await this.#round(store, { onProgress: progress });
      this.#recount = { state: 'done', startedAt, round };
      log('info', 'everything was compared, as asked', { ...round });
      return round;
    } catch (error) {
      this.#recount = { state: 'failed', startedAt, reason: inWords(error) };
      if (!isOfSource(error)) this.failed(engine, error);
      throw error;
    }
  }

  async #keep(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      try {
        const wanted = await isWanted();
        if (wanted) await this.#serve(signal);
        else if (wanted === false) this.#phase = { name: 'small' };
      } catch (error) {
        if (!signal.aborted) this.#say(error);
      }
      await this.#close();
      await delay(this.#retryMs(), undefined, { signal }).catch(() => {});
    }
    this.#phase = { name: 'off' };
  }

  #retryMs(): number {
    if (this.#phase.name !== 'failed') return RETRY_MS;
    return Math.min(RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures++);
  }

  /** Opens the replica, completes it, and keeps it until something fails. */
  async #serve(stopped: AbortSignal): Promise<void> {
    const over = new AbortController();
    const signal = AbortSignal.any([stopped, over.signal]);
    try {
      await this.#serveUntil(signal);
    } finally {
      over.abort();
    }
  }

  async #serveUntil(signal: AbortSignal): Promise<void> {
    const store = await this.#open();
    const failure = new Promise<never>((_, reject) => {
      this.#fail = reject;
    });
    failure.catch(() => {});
    await Promise.race([failure, this.#complete(store, signal)]);
    log('info', 'the replica answers from here on', { calls: store.calls });
    this.#phase = { name: 'ready' };
    this.#failures = 0;
    await Promise.race([failure, this.#checkForEver(store, signal), this.#checkTailForEver(store, signal)]);
  }

  async #open(): Promise<ReplicaStore> {
    const { replicaPath, replicaMemoryMb, replicaMaxAgeMs } = env().engine;
    const { host, port, name, timeoutMs } = env().database;
    const limits = { memoryMb: replicaMemoryMb, timeoutMs };
    const source = `${host}:${port}/${name}`;
    let store: ReplicaStore | null = null;
    try {
      this.#file = await ReplicaFile.open(replicaPath, limits);
      if (!this.#damaged) store = await ReplicaStore.open(this.#file, source);
    } catch (error) {
      if (isHeldByAnother(error) || isNotInstalled(error) || isOfDisk(error)) throw error;
      log('warn', 'the replica can not be read; it is made anew', { error });
    }
    if (!store) {
      await this.#close();
      await removeReplica(replicaPath);
      this.#damaged = false;
      this.#file = await ReplicaFile.open(replicaPath, limits);
      store = await ReplicaStore.open(this.#file, source);
      if (!store) throw new ReplicaError('The replica can not be made');
    }
    this.#engine = new ReplicaEngine(store, replicaMaxAgeMs);
    this.#lastRound = JSON.parse((await store.recall('last_round')) ?? 'null');
    return store;
  }

  /** The first copy, or what is missing of it, and its first comparison. */
  async #complete(store: ReplicaStore, signal: AbortSignal): Promise<void> {
    if (store.complete) return void (await store.follow(0));
    const total = await countSource();
    const started = Date.now();
    let said = Number.NEGATIVE_INFINITY;
    for (let more = true; more; more = await store.copyNext()) {
      signal.throwIfAborted();
      this.#phase = { name: 'copying', copied: store.calls, total: Math.max(total, store.calls) };
      if (store.calls - said >= Math.max(total / 10, 100_000)) {
        log('info', 'copying the calls into the replica', { copied: store.calls, total });
        said = store.calls;
      }
    }
    log('info', 'the calls are copied; comparing them', {
      calls: store.calls,
      milliseconds: Date.now() - started,
    });
    await this.#firstRound(store, signal);
    await store.finish();
  }

  async #firstRound(store: ReplicaStore, signal: AbortSignal): Promise<void> {
    this.#phase = { name: 'checking', checked: 0, total: store.calls };
    this.#lastRound = await checkAll(store, {
      onBlock: (_, checked) => {
        signal.throwIfAborted();
        this.#phase = { name: 'checking', checked, total: store.calls };
      },
    });
    await store.note('last_round', JSON.stringify(this.#lastRound));
  }

  /** One round after the other, each spread over the time that it may take. */
  async #checkForEver(store: ReplicaStore, signal: AbortSignal): Promise<void> {
    const { replicaCheckMs } = env().engine;
    while (!signal.aborted) {
      const started = Date.now();
      let blocks = 0;
      const pause = async () => {
        blocks++;
        // As far into the time of the round as into its blocks.
        const due = (replicaCheckMs * blocks) / Math.max(1, Math.ceil(store.calls / 50_000));
        await delay(Math.max(0, Math.min(due, replicaCheckMs) - (Date.now() - started)), undefined, {
          signal,
        });
      };
      const whole = await this.#toleratingSource(async () => void (await this.#round(store, { pause })));
      const rest = whole ? replicaCheckMs - (Date.now() - started) : TAIL_EVERY_MS;
      await delay(Math.max(0, rest), undefined, { signal });
    }
  }

  async #checkTailForEver(store: ReplicaStore, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await delay(TAIL_EVERY_MS, undefined, { signal });
      await this.#lookForFile(store);
      const upTo = store.copiedTo;
      await this.#toleratingSource(async () => {
        this.#note(await checkBlock(store, { after: Math.max(BEFORE_ALL_IDS, upTo - TAIL_IDS), upTo }));
      });
    }
  }

  async #round(
    store: ReplicaStore,
    { pause, onProgress }: { pause?: () => Promise<void>; onProgress?: (checked: number) => void },
  ): Promise<Round> {
    await this.#lookForFile(store);
    const round = await checkAll(store, {
      ...(pause && { pause }),
      onBlock: (found, checked) => {
        this.#note(found);
        onProgress?.(checked);
      },
    });
    this.#lastRound = round;
    await store.note('last_round', JSON.stringify(round));
    return round;
  }

  /** One that was removed goes on answering, but would be lost with the program. */
  async #lookForFile({ file }: ReplicaStore): Promise<void> {
    if (!(await file.isInPlace())) throw new ReplicaError('The file of the replica was removed');
  }

  #note(found: Difference): void {
    if (countOf(found) === 0) return;
    this.#repaired = plus(this.#repaired, found);
    log('warn', 'the replica differed from the database and was repaired', { ...found });
  }

  /**
   * A database that is away for a while is no reason to give the copy up.
   * @returns false where it was away
   */
  async #toleratingSource(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (!isOfSource(error)) throw error;
      return false;
    }
  }

  #say(error: unknown): void {
    const reason = inWords(error);
    this.#damaged ||= isDamage(error);
    if (this.#phase.name !== 'failed' || this.#phase.reason !== reason)
      log('warn', `the replica can not answer, MySQL does: ${reason}`, { error });
    this.#phase = { name: 'failed', reason };
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#engine?.stop();
    this.#engine = null;
    this.#file = null;
    this.#fail = undefined;
    await file?.close().catch((error: unknown) => log('warn', 'the replica could not be closed', { error }));
  }
}

/** Next loads a module once for each kind of route; the replica must be one all the same. */
const shared = globalThis as typeof globalThis & { netBillingReplica?: ReplicaKeeper };

/** The one replica of this process. */
export function replicaKeeper(): ReplicaKeeper {
  shared.netBillingReplica ??= new ReplicaKeeper();
  return shared.netBillingReplica;
}
