import 'server-only';
import { count } from './metrics';

const QUESTIONS = 'Questions, by whether they were read or shared a reading that was under way.';

interface Computation<T> {
  readonly answer: Promise<T>;
  readonly abort: AbortController;
  waiting: number;
}

/**
 * Equal questions asked at the same time share one computation. Who leaves early does not disturb the others;
 * when the last one has left, the computation is aborted.
 */
export class SharedComputations<T> {
  readonly #running = new Map<string, Computation<T>>();

  /** @param kind for the metrics; without one they hear nothing */
  constructor(readonly kind?: string) {}

  /** @param key equal for equal questions. Whoever asks must have been let in before. */
  async share(key: string, compute: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const running = this.#running.get(key);
    if (this.kind)
      count('net_billing_questions_total', QUESTIONS, {
        kind: this.kind,
        answer: running ? 'shared' : 'read',
      });
    const computation = running ?? this.#start(key, compute);
    computation.waiting++;
    const leave = () => {
      if (--computation.waiting > 0) return;
      this.#forget(key, computation);
      computation.abort.abort();
    };
    if (signal?.aborted) leave();
    else signal?.addEventListener('abort', leave, { once: true });
    try {
      return await computation.answer;
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }

  #start(key: string, compute: (signal: AbortSignal) => Promise<T>): Computation<T> {
    const abort = new AbortController();
    const computation: Computation<T> = { answer: compute(abort.signal), abort, waiting: 0 };
    this.#running.set(key, computation);
    const forget = () => this.#forget(key, computation);
    computation.answer.then(forget, forget);
    return computation;
  }

  #forget(key: string, computation: Computation<T>): void {
    if (this.#running.get(key) === computation) this.#running.delete(key);
  }
}

/** Next loads a module once for each kind of route; those who ask the same must meet all the same. */
const shared = globalThis as typeof globalThis & {
  netBillingComputations?: Map<string, SharedComputations<unknown>>;
};
shared.netBillingComputations ??= new Map();
const all = shared.netBillingComputations;

/** The computations of one kind in this process. @param kind always of the same type of answer */
export function sharedComputations<T>(kind: string): SharedComputations<T> {
  const known = all.get(kind) ?? new SharedComputations<unknown>(kind);
  all.set(kind, known);
  return known as SharedComputations<T>;
}
