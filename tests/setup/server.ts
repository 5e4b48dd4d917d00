import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { end, hasEnded, spawnTied } from '@/scripts/child-process.mjs';
import { freePort } from '@/scripts/ports';
import { ROOT } from '@/scripts/root';
import { TOOL_VARIABLES } from '@/scripts/tool-variables';
import type { TestDatabase } from './database';
import { onSmallDisk, type SmallDisk } from './small-disk';

/** The built program, serving on a free port of 127.0.0.1. */
export interface TestServer {
  readonly baseUrl: string;
  readonly port: number;
  readonly pid: number;
  /** Everything that it wrote to standard error: the log. */
  logs(): string;
  /** The exit code; null while it runs, or when it had to be killed. */
  exitCode(): number | null;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** The administrators' password, and the secret that signs sessions, of every test server. */
export const PASSWORD = 'correct horse battery staple';
export const SESSION_SECRET = 'a secret of the tests that is at least 32 characters long';

const START_LIMIT_MS = 30_000;

export interface ServerOptions {
  /** Variables in place of the usual ones; an empty one counts as not set. */
  readonly env?: Readonly<Record<string, string>>;
  /** A disk that it alone has. */
  readonly disk?: SmallDisk;
}

/** Runs `scripts/serve.mjs` on a database, as its SELECT-only account. @throws Error with its log when it does not start */
export async function startServer(
  database: TestDatabase,
  { env = {}, disk }: ServerOptions = {},
): Promise<TestServer> {
  const port = Number(env.PORT ?? (await freePort()));
  const stateDir = env.STATE_DIR ?? (await mkdtemp(path.join(database.folder, 'state-')));
  const serve = [process.execPath, 'scripts/serve.mjs'] as const;
  const [command, ...args] = disk ? [...onSmallDisk(disk), ...serve] : serve;
  const child = spawnTied(command, args, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      ...TOOL_VARIABLES,
      ...(process.env.NEXT_DIST_DIR && { NEXT_DIST_DIR: process.env.NEXT_DIST_DIR }),
      ...environment(database),
      BASE_URL: `http://127.0.0.1:${port}`,
      PORT: String(port),
      STATE_DIR: stateDir,
      ...env,
    },
  });
  let logged = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    logged += chunk.toString();
  });
  await new Promise<void>((resolve, reject) => {
    const fail = (what: string) => reject(new Error(`The server ${what}\n${logged}`));
    const timer = setTimeout(
      () => void end(child, 0).then(() => fail('did not start in time')),
      START_LIMIT_MS,
    );
    child.once('close', (code) => {
      clearTimeout(timer);
      fail(`ended with code ${code}`);
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      if (!chunk.toString().includes('Listening on ')) return;
      clearTimeout(timer);
      resolve();
    });
  });
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    port,
    pid: child.pid ?? 0,
    logs: () => logged,
    exitCode: () => (hasEnded(child) ? child.exitCode : null),
    stop: async (signal = 'SIGTERM') => {
      await end(child, 15_000, signal);
      if (env.STATE_DIR === undefined) await rm(stateDir, { recursive: true, force: true });
    },
  };
}

/** The variables of a program that runs on a test database. */
export function environment(database: TestDatabase): Record<string, string> {
  return {
    DB_HOST: database.host,
    DB_PORT: String(database.port),
    DB_USER: database.reader.user,
    DB_PASSWORD: database.reader.password,
    DB_NAME: database.name,
    CASETOOL_PASSWORD: PASSWORD,
    SESSION_SECRET,
    REPORT_TIME_ZONE: 'Asia/Kolkata',
  };
}
