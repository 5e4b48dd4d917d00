import 'server-only';
import type { NetBillingReport } from '@/lib/billing/report';

/** Reports kept, and for how long: enough for a few people to page through what they see. */
const MOST = 8;
const KEPT_MS = 5 * 60_000;
/** Users in all kept reports together: bounds the memory, about 100 bytes each. */
const MOST_USERS = 800_000;

/**
 * The last few reports, so that another page, order or search of the figures on somebody's screen needs no
 * database and can't show other sums than the cards above it. Never an answer to a fresh question.
 */
export class RecentReports {
  readonly #kept = new Map<string, { report: NetBillingReport; until: number }>();

  constructor(readonly now: () => number = Date.now) {}

  find(question: string, generatedAt: string): NetBillingReport | null {
    this.#dropOld();
    const key = keyOf(question, generatedAt);
    const kept = this.#kept.get(key);
    if (!kept) return null;
    // Moved to the end: the one that was not looked at for longest goes first.
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept.report;
  }

  keep(question: string, report: NetBillingReport): void {
    this.#kept.set(keyOf(question, report.generatedAt), { report, until: this.now() + KEPT_MS });
    this.#dropOld();
  }

  #dropOld(): void {
    const now = this.now();
    for (const [key, { until }] of this.#kept)
      if (until <= now || this.#kept.size > MOST || (this.#kept.size > 1 && this.#users() > MOST_USERS))
        this.#kept.delete(key);
  }

  #users(): number {
    return [...this.#kept.values()].reduce((sum, { report }) => sum + report.users.length, 0);
  }
}

const keyOf = (question: string, generatedAt: string): string => `${generatedAt} ${question}`;
