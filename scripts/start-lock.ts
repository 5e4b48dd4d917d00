import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { Failure } from './failure';
import { startTimeOf } from './process-table';
import { unwritable } from './state-folder';

const holder = z.object({ pid: z.number(), startTime: z.string().nullable(), address: z.string() });

/**
 * Keeps a second start out of the same folder for as long as this process lives. A lock whose holder is gone, or
 * whose number another process has by now, does not count.
 * @returns what gives the lock back
 * @throws Failure that says where the first one runs
 */
export async function takeStartLock(folder: string, address: string): Promise<() => Promise<void>> {
  const file = path.join(folder, 'start.lock');
  const mine = JSON.stringify({ pid: process.pid, startTime: startTimeOf(process.pid), address });
  for (;;) {
    try {
      await writeFile(file, mine, { flag: 'wx', mode: 0o600 });
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unwritable(error);
    }
    const other = await readHolder(file);
    if (other && startTimeOf(other.pid) === other.startTime && other.startTime !== null)
      throw new Failure(`It already runs at ${other.address} (process ${other.pid}): stop that one first.`);
    await rm(file, { force: true });
  }
}

async function readHolder(file: string): Promise<z.infer<typeof holder> | null> {
  const read = async () => {
    try {
      return holder.parse(JSON.parse(await readFile(file, 'utf8')));
    } catch {
      return null;
    }
  };
  const found = await read();
  if (found) return found;
  // Its holder may be about to write it.
  await delay(200);
  return read();
}
