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

/** The same for rows that are handed on as they come. Whoever leaves the loop has left. */
export async function* countedRows<Rows>(
  query: string,
  rows: AsyncIterable<Rows>,
  signal?: AbortSignal,
): AsyncGenerator<Rows> {
  const note = startOf(query);
  let outcome: Outcome = 'left';
  try {
    yield* rows;
    outcome = 'answered';
  } catch (error) {
    outcome = outcomeOf(error, signal);
    throw error;
  } finally {
    note(outcome);
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
