import 'server-only';
import type { PhaseName } from '@/lib/billing/replica-status';
import { env } from './env';
import { watch } from './metrics';
import { replicaKeeper } from './replica/keeper';

const PHASES: readonly PhaseName[] = ['off', 'small', 'copying', 'checking', 'ready', 'failed'];

/** Where the replica stands: whether it answers, how far its copy is, how fresh, and what the comparisons found. */
export function watchReplica(): void {
  const status = () => replicaKeeper().status;
  watch({
    name: 'net_billing_engine',
    help: '1 for the engine that answers now.',
    label: 'engine',
    read: () => {
      const replica = replicaKeeper().engine === null ? 0 : 1;
      return { replica, mysql: 1 - replica };
    },
  });
  watch({
    name: 'net_billing_replica_phase',
    help: '1 for the phase that the replica is in.',
    label: 'phase',
    read: () => Object.fromEntries(PHASES.map((name) => [name, status().phase.name === name ? 1 : 0])),
  });
  watch({ name: 'net_billing_replica_rows', help: 'Calls in the replica.', read: () => status().calls });
  watch({
    name: 'net_billing_replica_rows_to_copy',
    help: 'Calls that the first copy does not have yet.',
    read: () => {
      const { phase } = status();
      return phase.name === 'copying' ? Math.max(0, phase.total - phase.copied) : 0;
    },
  });
  watch({
    name: 'net_billing_replica_age_seconds',
    help: 'Since the database was last looked at for what is new. Grows while nobody asks.',
    read: () => {
      const { freshAt } = status();
      return freshAt === null ? null : (Date.now() - freshAt) / 1000;
    },
  });
  watchRounds(status);
}

function watchRounds(status: () => ReturnType<typeof replicaKeeper>['status']): void {
  watch({
    name: 'net_billing_replica_last_round_timestamp_seconds',
    help: 'When every call had last been compared with the database.',
    read: () => {
      const { lastRound } = status();
      return lastRound && Date.parse(lastRound.finishedAt) / 1000;
    },
  });
  watch({
    name: 'net_billing_replica_last_round_seconds',
    help: 'How long that comparison took.',
    read: () => {
      const { lastRound } = status();
      return lastRound && lastRound.milliseconds / 1000;
    },
  });
  watch({
    name: 'net_billing_replica_round_limit_seconds',
    help: 'REPLICA_CHECK_SECONDS: how long it may take.',
    read: () => (env().engine.choice === 'mysql' ? null : status().checkMs / 1000),
  });
  watch({
    name: 'net_billing_replica_repaired_total',
    help: 'Calls that differed from the database and were taken over again, new ones not counted.',
    label: 'kind',
    kind: 'counter',
    read: () => ({ ...status().repaired }),
  });
}
