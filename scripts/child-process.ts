import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Every command that the scripts run gets a session of its own, so that Ctrl-C reaches the program first and
 * the program stops its children in their order. Where the system has `setpriv` (util-linux), the kernel also
 * ends a child whose parent was killed without a chance to do so.
 */
export function spawnTied(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const tied = canTie() ? ['setpriv', '--pdeathsig', 'TERM', '--', command, ...args] : [command, ...args];
  const [file = command, ...rest] = tied;
  return spawn(file, rest, { ...options, detached: true });
}

let tieable: boolean | undefined;

function canTie(): boolean {
  tieable ??= spawnSync('setpriv', ['--pdeathsig', 'TERM', '--', 'true'], { stdio: 'ignore' }).status === 0;
  return tieable;
}

export interface Finished {
  /** Exit code; 128 + the signal's number is not made up: null when a signal ended the command. */
  readonly code: number | null;
  /** The end of what it printed, standard output and error as they came. */
  readonly output: string;
}

const OUTPUT_KEPT = 64 * 1024;

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Ends the command and all that it started; `run` then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** True: the command prints to this program's own output, and `output` stays empty. */
  readonly passThrough?: boolean;
}

/** Runs a command to its end. @throws the system's error when it can't be started, the reason when aborted */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  options.signal?.throwIfAborted();
  const child = spawnTied(command, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: options.passThrough ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-OUTPUT_KEPT);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);

  const end = () => void endGroup(child, 10_000);
  options.signal?.addEventListener('abort', end, { once: true });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    options.signal?.throwIfAborted();
    return { code, output };
  } finally {
    options.signal?.removeEventListener('abort', end);
  }
}

/** Asks a child to end; after `patienceMs` it is killed. Resolves once it is gone. */
export async function end(
  child: ChildProcess,
  patienceMs: number,
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<void> {
  if (hasEnded(child)) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await gone;
  clearTimeout(timer);
}

/** As `end`, for a child and everything that it started. */
export async function endGroup(child: ChildProcess, patienceMs: number): Promise<void> {
  const group = child.pid;
  if (group === undefined) return;
  signalGroup(group, 'SIGTERM');
  const deadline = Date.now() + patienceMs;
  while (groupExists(group) && Date.now() < deadline) await delay(20);
  signalGroup(group, 'SIGKILL');
}

export const hasEnded = (child: ChildProcess): boolean =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null;

function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal);
  } catch {
    return false;
  }
}

const groupExists = (group: number): boolean => signalGroup(group, 0);
