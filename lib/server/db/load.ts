import 'server-only';
import { watch } from '../metrics';
import { poolLoad } from './pool';
import { laneLoads } from './query';

/** How busy the way to the database is: the one pool, and the lanes that lead to it. */
export function watchConnections(): void {
  watch({
    name: 'net_billing_pool_connections',
    help: 'Open connections to the database.',
    label: 'state',
    read: () => {
      const { inUse, idle } = poolLoad();
      return { in_use: inUse, idle };
    },
  });
  watch({
    name: 'net_billing_pool_waiting',
    help: 'Those who passed their lane and wait for a connection.',
    read: () => poolLoad().waiting,
  });
  watch({
    name: 'net_billing_lane_in_use',
    help: 'Connections that a lane (reports, or the look-ups of who asks) has at work.',
    label: 'lane',
    read: () => byLane(({ inUse }) => inUse),
  });
  watch({
    name: 'net_billing_lane_waiting',
    help: 'Questions that wait in a lane for a connection.',
    label: 'lane',
    read: () => byLane(({ waiting }) => waiting),
  });
}

const byLane = (figure: (load: { inUse: number; waiting: number }) => number): Record<string, number> =>
  Object.fromEntries(Object.entries(laneLoads()).map(([lane, load]) => [lane, figure(load)]));
