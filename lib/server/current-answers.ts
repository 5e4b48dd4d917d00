import 'server-only';

interface Limits<Answer> {
  /** Questions kept at most. */
  readonly most: number;
  /** Of what an answer is large: all kept ones together are bounded by it. */
  readonly size: (answer: Answer) => number;
  readonly mostSize: number;
}

/**
 * The last answers of an engine that knows when they are out of date: the same question again is answered from them for
 * as long as the engine's state is the one that they were read in.
 */
export class CurrentAnswers<Answer> {
  readonly #kept = new Map<string, { state: string; answer: Answer }>();

  constructor(readonly limits: Limits<Answer>) {}

  /** @param state as `UsageEngine.freshen` returns it; `null` is no state that an answer can be kept for */
  find(question: string, state: string | null): Answer | null {
    const kept = this.#kept.get(question);
    if (!kept || kept.state !== state) return null;
    // Moved to the end: the one that was not asked for longest goes first.
    this.#kept.delete(question);
    this.#kept.set(question, kept);
    return kept.answer;
  }

  keep(question: string, state: string | null, answer: Answer): void {
    if (state === null) return;
    this.#kept.delete(question);
    this.#kept.set(question, { state, answer });
    const { most, mostSize } = this.limits;
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= most && (this.#kept.size === 1 || this.#size() <= mostSize)) return;
      this.#kept.delete(oldest);
    }
  }

  #size(): number {
    return [...this.#kept.values()].reduce((sum, { answer }) => sum + this.limits.size(answer), 0);
  }
}
