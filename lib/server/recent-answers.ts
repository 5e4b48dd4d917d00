import 'server-only';

interface Limits<Answer> {
  /** Answers kept at most. */
  readonly most: number;
  /** Of what an answer is large: all kept ones together are bounded by it. */
  readonly size: (answer: Answer) => number;
  readonly mostSize: number;
}

const KEPT_MS = 5 * 60_000;

/**
 * The last few answers of a kind, so that another page, order or search of the figures on somebody's screen needs no
 * database and can't show other sums than those beside it. Never an answer to a fresh question.
 */
export class RecentAnswers<Answer> {
  readonly #kept = new Map<string, { answer: Answer; until: number }>();

  constructor(
    readonly limits: Limits<Answer>,
    readonly now: () => number = Date.now,
  ) {}

  /** @param version what tells answers to the same question apart: when they were read, or of which state */
  find(question: string, version: string): Answer | null {
    this.#dropOld();
    const key = keyOf(question, version);
    const kept = this.#kept.get(key);
    if (!kept) return null;
    // Moved to the end: the one that was not looked at for longest goes first.
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept.answer;
  }

  keep(question: string, version: string, answer: Answer): void {
    this.#kept.set(keyOf(question, version), { answer, until: this.now() + KEPT_MS });
    this.#dropOld();
  }

  #dropOld(): void {
    const now = this.now();
    const { most, mostSize } = this.limits;
    for (const [key, { until }] of this.#kept)
      if (until <= now || this.#kept.size > most || (this.#kept.size > 1 && this.#size() > mostSize))
        this.#kept.delete(key);
  }

  #size(): number {
    return [...this.#kept.values()].reduce((sum, { answer }) => sum + this.limits.size(answer), 0);
  }
}

const keyOf = (question: string, version: string): string => `${version} ${question}`;
