import 'server-only';
import { TooManyAttemptsError } from './errors';

/** Wrong passwords that one address, or one peer, may give in a row, and how soon another one is granted. */
export interface Allowance {
  readonly attempts: number;
  readonly refillMs: number;
}

const PER_ADDRESS: Allowance = { attempts: 10, refillMs: 60_000 };
const PER_PEER: Allowance = { attempts: 15, refillMs: 30_000 };
/** Addresses and peers that are remembered: a few megabytes at most, whatever is tried. */
const MAX_REMEMBERED = 10_000;

/**
 * A token bucket for each key, kept as the time that it takes until the bucket is full again. A full bucket is the
 * same as none; when there are too many, the one that was used longest ago is forgotten first.
 */
export class TokenBuckets {
  readonly #buckets = new Map<string, { msUntilFull: number; at: number }>();

  constructor(
    private readonly allowance: Allowance,
    private readonly maxRemembered = MAX_REMEMBERED,
  ) {}

  /** Milliseconds until this key has a token; 0 if it has one now. */
  wait(key: string, now: number): number {
    const { attempts, refillMs } = this.allowance;
    return Math.max(0, this.#msUntilFull(key, now) - (attempts - 1) * refillMs);
  }

  take(key: string, now: number): void {
    this.#put(key, this.#msUntilFull(key, now) + this.allowance.refillMs, now);
  }

  giveBack(key: string, now: number): void {
    this.#put(key, this.#msUntilFull(key, now) - this.allowance.refillMs, now);
  }

  get size(): number {
    return this.#buckets.size;
  }

  #msUntilFull(key: string, now: number): number {
    const bucket = this.#buckets.get(key);
    return bucket ? Math.max(0, bucket.msUntilFull - Math.max(0, now - bucket.at)) : 0;
  }

  #put(key: string, msUntilFull: number, now: number): void {
    // Deleted first, so that the map's order is the order of use.
    this.#buckets.delete(key);
    if (msUntilFull > 0) this.#buckets.set(key, { msUntilFull, at: now });
    if (this.#buckets.size <= this.maxRemembered) return;
    const [longestUnused] = this.#buckets.keys();
    if (longestUnused !== undefined) this.#buckets.delete(longestUnused);
  }
}

/** An attempt that was let through. Counted from the start, so that many at the same time can't slip by. */
export interface Attempt {
  /** It was no wrong password after all: it does not count. */
  forgive(): void;
}

/** Counts wrong passwords per address and per peer. */
export class SignInAttempts {
  readonly #addresses = new TokenBuckets(PER_ADDRESS);
  readonly #peers = new TokenBuckets(PER_PEER);

  constructor(private readonly clock: () => number = Date.now) {}

  /** @throws TooManyAttemptsError, and counts nothing, if the address or the peer has none left */
  start(email: string, peer: string): Attempt {
    const now = this.clock();
    const address = email.trim().normalize('NFKC').toLowerCase();
    const wait = Math.max(this.#addresses.wait(address, now), this.#peers.wait(peer, now));
    if (wait > 0) throw new TooManyAttemptsError(Math.ceil(wait / 1000));
    this.#addresses.take(address, now);
    this.#peers.take(peer, now);
    return {
      forgive: () => {
        const later = this.clock();
        this.#addresses.giveBack(address, later);
        this.#peers.giveBack(peer, later);
      },
    };
  }
}
