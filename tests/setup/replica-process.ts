import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { vi } from 'vitest';
import { spawnTied } from '@/scripts/child-process.mjs';
import { ROOT } from '@/scripts/root';
import type { TestDatabase } from './database';
import { environment } from './server';

/** A line of its log. */
export interface LogLine {
  readonly message: string;
  readonly [field: string]: unknown;
}

/** A process of its own that keeps a replica (`keep-replica.ts`). */
export interface ReplicaProcess {
  lines(): LogLine[];
  /** Until its log has a line with these words. @returns the line */
  says(words: string): Promise<LogLine>;
  /** Ends it at once, wherever it is. */
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

export interface ReplicaProcessOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Without the optional package. */
  readonly withoutPackage?: boolean;
}

const WITHOUT_PACKAGE = `data:text/javascript,${encodeURIComponent(`
  import Module from 'node:module';
  const resolve = Module._resolveFilename;
  Module._resolveFilename = function (name, ...rest) {
    if (name.startsWith('@duckdb/')) throw Object.assign(new Error('Cannot find module'), { code: 'MODULE_NOT_FOUND' });
    return resolve.call(this, name, ...rest);
  };`)}`;

export function startReplicaProcess(
  database: TestDatabase,
  { env, withoutPackage = false }: ReplicaProcessOptions,
): ReplicaProcess {
  const child: ChildProcess = spawnTied(
    process.execPath,
    [
      '--conditions=react-server',
      '--import',
      'tsx',
      ...(withoutPackage ? ['--import', WITHOUT_PACKAGE] : []),
      'tests/setup/keep-replica.ts',
    ],
    {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        REPORT_ENGINE: 'replica',
        ...environment(database),
        ...env,
      },
    },
  );
  let logged = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    logged += chunk.toString();
  });
  const closed = once(child, 'close');
  const lines = () =>
    logged
      .split('\n')
      .slice(0, -1)
      .map((line): LogLine => (line.startsWith('{') ? JSON.parse(line) : { message: line }));
  return {
    lines,
    says: (words) =>
      vi.waitUntil(() => lines().find(({ message }) => message.includes(words)), {
        timeout: 30_000,
        interval: 5,
      }),
    kill: async (signal) => {
      process.kill(-(child.pid as number), signal);
      await closed;
    },
  };
}
