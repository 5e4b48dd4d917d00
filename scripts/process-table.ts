import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * What is known of another process by its number. Numbers are given out again, so a number alone never
 * tells who it is: compare the command line, or the time at which the process started.
 */

const proc = (pid: number, file: string): string | null => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return null;
  }
};

// Debian's smallest images have no `ps`; macOS has no /proc.
const ps = (pid: number, column: string): string | null => {
  const { status, stdout } = spawnSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() || null : null;
};

/** The arguments of a running process, separated by spaces; null when there is none. */
export function commandLineOf(pid: number): string | null {
  if (process.platform !== 'linux') return ps(pid, 'args');
  return proc(pid, 'cmdline')?.replaceAll('\0', ' ').trim() || null;
}

/** A text that differs between two processes that had the same number; null when there is none. */
export function startTimeOf(pid: number): string | null {
  if (process.platform !== 'linux') return ps(pid, 'lstart');
  // The name in the second field may hold spaces and brackets; the fields after it are plain. The 22nd is the start time.
  const fields = proc(pid, 'stat')?.split(') ').at(-1)?.split(' ');
  return fields?.[0] === 'Z' ? null : (fields?.[19] ?? null);
}
