import 'server-only';
import { countStatement, type Outcome } from '../metrics';

/**
 * Counts a statement on the replica, by what it asks and what became of it. Begin it no earlier: its wait for a
 * connection is not counted.
 * @param signal aborted when nobody waits for the answer any more
 */
export async function counted<T>(query: string, work: Promise<T>, signal?: AbortSignal): Promise<T> {
  const note = startOf(query);
  try {
    const answer = await work;
    note('answered');
    return answer;
  } catch (error) {
    note(outcomeOf(error, signal));
    throw error;
  }
}

function startOf(query: string): (outcome: Outcome) => void {
  const begun = performance.now();
  return (outcome) =>
    countStatement({ query, engine: 'replica', outcome, seconds: (performance.now() - begun) / 1000 });
}

/** What is interrupted and has not been left was too slow. */
function outcomeOf(error: unknown, signal: AbortSignal | undefined): Outcome {
  if (signal?.aborted) return 'left';
  return /interrupt/i.test(String(error)) ? 'too slow' : 'failed';
}
