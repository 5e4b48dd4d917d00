import type { ChildProcess } from 'node:child_process';
import { end, spawnTied } from './child-process.mjs';
import { ROOT } from './root';
import { TOOL_VARIABLES } from './tool-variables';

/** `scripts/serve.mjs` as a process of its own. */
export interface ServedProgram {
  /** True once it takes requests; false where it ended before, after saying why on standard error. */
  readonly listening: Promise<boolean>;
  /** The exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  stop(): Promise<void>;
}

/** It cuts what is still under way after ten seconds by itself. */
const STOP_LIMIT_MS = 15_000;

/** Its own first words are left to the caller; what else it prints is passed on. */
export function serveProgram(variables: NodeJS.ProcessEnv, { dev }: { dev: boolean }): ServedProgram {
  const child = spawnTied(process.execPath, ['scripts/serve.mjs', ...(dev ? ['--dev'] : [])], {
    cwd: ROOT,
    env: { ...variables, ...TOOL_VARIABLES },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  });
  return {
    listening: Promise.race([firstWords(child), ended.then(() => false)]),
    ended,
    stop: () => end(child, STOP_LIMIT_MS),
  };
}

function firstWords(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      const lines = chunk.toString().split('\n');
      if (lines.some((line) => line.startsWith('Listening on '))) resolve(true);
      process.stdout.write(lines.filter((line) => !line.startsWith('Listening on ')).join('\n'));
    });
  });
}
