import 'server-only';
import type { UsageOfModel } from '@/lib/billing/report';
import type { UserBillings } from '@/lib/billing/user-billings';

/** What an engine read for one question. */
export interface RecentUsage {
  readonly users: UserBillings;
  readonly usageOfModels: readonly UsageOfModel[];
}

/** Questions kept: more than a few people ask in turns. */
const MOST = 64;
/** Users in all of them together: bounds the memory, about 100 bytes each. */
const MOST_USERS = 1_000_000;

/**
 * The last answers of an engine that knows when they are out of date: the same question again is answered from them for
 * as long as the engine's state is the one that they were read in.
 */
export class RecentUsages {
  readonly #kept = new Map<string, { state: string; usage: RecentUsage }>();

  find(question: string, state: string): RecentUsage | null {
    const kept = this.#kept.get(question);
    if (kept?.state !== state) return null;
    // Moved to the end: the one that was not asked for longest goes first.
    this.#kept.delete(question);
    this.#kept.set(question, kept);
    return kept.usage;
  }

  keep(question: string, state: string, usage: RecentUsage): void {
    this.#kept.delete(question);
    this.#kept.set(question, { state, usage });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST && (this.#kept.size === 1 || this.#users() <= MOST_USERS)) return;
      this.#kept.delete(oldest);
    }
  }

  #users(): number {
    return [...this.#kept.values()].reduce((sum, { usage }) => sum + usage.users.length, 0);
  }
}
