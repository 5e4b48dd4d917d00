import { setTimeout as delay } from 'node:timers/promises';
import { replicaKeeper } from '@/lib/server/replica/keeper';

/** A program of its own that keeps a replica, and asks for what is new all the while. Its log says where it stands. */
const keeper = replicaKeeper();
keeper.start();
for (;;) {
  await delay(30);
  const { engine } = keeper;
  await engine?.freshen().catch((error: unknown) => keeper.failed(engine, error));
}
