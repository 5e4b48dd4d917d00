import { afterAll } from 'vitest';
import { replicaKeeper } from '@/lib/server/replica/keeper';

/** A test file's process ends only when nothing runs in it any more. */
afterAll(() => replicaKeeper().stop());
