import 'server-only';
import { ClientGoneError } from '../errors';
import { countStatement, type Outcome } from '../metrics';
import { failureOf } from './failure';

/** Waits for the answer to a statement of MySQL, and counts it with what became of it. */
export async function counted<T>(query: string, work: Promise<T>): Promise<T> {
  const begun = performance.now();
  const note = (outcome: Outcome) =>
    countStatement({ query, engine: 'mysql', outcome, seconds: (performance.now() - begun) / 1000 });
  try {
    const answer = await work;
    note('answered');
    return answer;
  } catch (error) {
    note(outcomeOf(error));
    throw error;
  }
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof ClientGoneError) return 'left';
  const failure = failureOf(error);
  return failure === 'connection lost' ? 'broken' : failure === 'too slow' ? 'too slow' : 'failed';
}
