import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '@/scripts/child-process.mjs';
import { ROOT } from '@/scripts/root';
import type { Visit, Visited } from './viewers.mjs';

/** Lets many viewers ask at once. @throws Error where they could not */
export async function letThemView(visit: Visit): Promise<Visited> {
  const { code, output } = await run(process.execPath, [
    path.join(ROOT, 'bench/viewers.mjs'),
    JSON.stringify(visit),
  ]);
  if (code !== 0) throw new Error(`The viewers ended with code ${code}: ${output}`);
  return JSON.parse(output);
}

export interface MemoryUse {
  /** Bytes of the process in memory, one for each look. */
  readonly samples: readonly number[];
  stop(): void;
}

/** Looks at a process's memory again and again, by what the system says of it. Linux alone. */
export function watchMemory(pid: number, everyMs = 1000): MemoryUse {
  const samples: number[] = [];
  const look = async () => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
    if (kilobytes !== undefined) samples.push(Number(kilobytes) * 1024);
  };
  const timer = setInterval(() => void look(), everyMs);
  return { samples, stop: () => clearInterval(timer) };
}
