import 'server-only';
import type { ReplicaStatus } from '@/lib/billing/replica-status';
import { NoReplicaError } from './errors';
import { log } from './log';
import { replicaKeeper } from './replica/keeper';
import type { Admin } from './session';

/**
 * Begins to compare every call of the replica with the database, or joins the comparison that runs.
 * @returns the state of the replica, which says how far the comparison is from now on
 * @throws NoReplicaError where MySQL answers
 */
export function startRecount({ userId }: Admin): ReplicaStatus {
  const keeper = replicaKeeper();
  if (!keeper.engine) throw new NoReplicaError();
  log('info', 'a recount was asked for', { userId });
  // What goes wrong is in its state, where those who wait for it look.
  keeper.recount().catch((error: unknown) => log('warn', 'the recount did not come to its end', { error }));
  return keeper.status;
}
