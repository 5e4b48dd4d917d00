import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A disk of its own for one program: a tmpfs that nobody else sees, and that is gone when the program ends. */
export interface SmallDisk {
  /** Where it is mounted; the folder has to be there. */
  readonly folder: string;
  readonly kilobytes: number;
}

const MOUNT = `mount -t tmpfs -o size="$1"k tmpfs "$2" || {
  echo 'This test needs a small disk: run it as root, or where users may make namespaces.' >&2
  exit 1
}
shift 2
exec "$@"`;

/** What stands before a command, so that it runs with the disk. */
export function onSmallDisk({ folder, kilobytes }: SmallDisk): [string, ...string[]] {
  const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  return ['unshare', ...asRoot, '--mount', '--', 'sh', '-c', MOUNT, 'sh', String(kilobytes), folder];
}

/** Fills the disk of a running program to its last byte. @returns how to empty it again */
export async function fillDisk(pid: number, { folder, kilobytes }: SmallDisk): Promise<() => Promise<void>> {
  const file = path.join(`/proc/${pid}/root`, folder, 'filler');
  const error = await writeFile(file, Buffer.alloc((kilobytes + 1) * 1024)).then(
    () => null,
    (error: NodeJS.ErrnoException) => error,
  );
  if (error?.code !== 'ENOSPC') throw new Error('The disk did not get full', { cause: error });
  return () => rm(file);
}
