import 'server-only';
import { ClientGoneError, DatabaseUnavailableError } from '../errors';

export interface GateLimits {
  /** Holders at the same time. */
  readonly places: number;
  /** Those who may wait for a place. */
  readonly queue: number;
  readonly waitMs: number;
}

/**
 * Lets `places` in at a time and a bounded queue wait, each for a bounded time: the rest is told to come back.
 * It keeps reports from taking every connection, so that signing in works while they are slow.
 */
export class Gate {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(readonly limits: GateLimits) {
    this.#free = limits.places;
  }

  /** How many hold a place, and how many wait for one. */
  get load(): { inUse: number; waiting: number } {
    return { inUse: this.limits.places - this.#free, waiting: this.#waiting.size };
  }

  /** @throws DatabaseUnavailableError when the queue is full or the wait too long; ClientGoneError on abort */
  async enter(signal?: AbortSignal): Promise<() => void> {
    if (signal?.aborted) throw new ClientGoneError();
    if (this.#free > 0) this.#free--;
    else await this.#wait(signal);
    return once(() => this.#leave());
  }

  #wait(signal?: AbortSignal): Promise<void> {
    if (this.#waiting.size >= this.limits.queue)
      return Promise.reject(
        new DatabaseUnavailableError('Every connection for reports is taken, and the queue is full'),
      );
    return new Promise((resolve, reject) => {
      const settle = (how: () => void) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
        this.#waiting.delete(admit);
        how();
      };
      const admit = () => settle(resolve);
      const leave = () => settle(() => reject(new ClientGoneError()));
      const tooLong = () =>
        settle(() => reject(new DatabaseUnavailableError('Every connection for reports is taken')));
      const timer = setTimeout(tooLong, this.limits.waitMs);
      signal?.addEventListener('abort', leave);
      this.#waiting.add(admit);
    });
  }

  /** Hands the place to whoever waits longest; a Set keeps the order of arrival. */
  #leave(): void {
    const [next] = this.#waiting;
    if (next) next();
    else this.#free++;
  }
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (!done) action();
    done = true;
  };
}
