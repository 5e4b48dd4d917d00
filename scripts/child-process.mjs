import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Plain JavaScript: the part of a command that installs the npm packages needs it before they are there.
 *
 * @import { ChildProcess, SpawnOptions } from 'node:child_process'
 */

/**
 * Every command that the scripts run gets a session of its own, so that Ctrl-C reaches the program first and
 * the program stops its children in their order. Where the system has `setpriv` (util-linux), the kernel also
 * ends a child whose parent was killed without a chance to do so.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {SpawnOptions} options
 * @returns {ChildProcess}
 */
export function spawnTied(command, args, options) {
  const [file, ...rest] = canTie()
    ? ['setpriv', '--pdeathsig', 'TERM', '--', command, ...args]
    : [command, ...args];
  return spawn(file, rest, { ...options, detached: true });
}

/** @type {boolean | undefined} */
let tieable;

function canTie() {
  tieable ??= spawnSync('setpriv', ['--pdeathsig', 'TERM', '--', 'true'], { stdio: 'ignore' }).status === 0;
  return tieable;
}

const OUTPUT_KEPT = 64 * 1024;
const PATIENCE_MS = 10_000;

/**
 * Runs a command to its end.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {AbortSignal | undefined} [options.signal] ends the command and all that it started
 * @param {boolean} [options.passThrough] the command prints to this program's own output, and `output` stays empty
 * @returns {Promise<{ code: number | null, output: string }>} the exit code, null when a signal ended it; the end of
 *   what it printed
 * @throws the system's error when it can't be started, the signal's reason when it was aborted
 */
export async function run(command, args, { cwd, env, signal, passThrough = false } = {}) {
  signal?.throwIfAborted();
  const printed = passThrough ? 'inherit' : 'pipe';
  const child = spawnTied(command, args, { cwd, env, stdio: ['ignore', printed, printed] });
  let output = '';
  /** @param {Buffer} chunk */
  const keep = (chunk) => {
    output = (output + chunk.toString()).slice(-OUTPUT_KEPT);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);

  /** @type {Promise<void> | undefined} */
  let ending;
  const endAll = () => {
    ending = endGroup(child);
  };
  signal?.addEventListener('abort', endAll, { once: true });
  try {
    const code = await /** @type {Promise<number | null>} */ (
      new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('close', resolve);
      })
    );
    await ending;
    signal?.throwIfAborted();
    return { code, output };
  } finally {
    signal?.removeEventListener('abort', endAll);
  }
}

/**
 * Asks a child to end; after `patienceMs` it is killed. Resolves once it is gone.
 *
 * @param {ChildProcess} child
 * @param {number} patienceMs
 * @param {NodeJS.Signals} [signal]
 */
export async function end(child, patienceMs, signal = 'SIGTERM') {
  if (hasEnded(child)) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await gone;
  clearTimeout(timer);
}

/** @param {ChildProcess} child */
export const hasEnded = (child) =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null;

/**
 * As `end`, for a child and everything that it started.
 *
 * @param {ChildProcess} child
 */
async function endGroup(child) {
  if (child.pid === undefined) return;
  signalGroup(child.pid, 'SIGTERM');
  const deadline = Date.now() + PATIENCE_MS;
  while (signalGroup(child.pid, 0) && Date.now() < deadline) await delay(20);
  signalGroup(child.pid, 'SIGKILL');
}

/**
 * @param {number} group
 * @param {NodeJS.Signals | 0} signal
 * @returns {boolean} whether anyone of the group was there
 */
function signalGroup(group, signal) {
  try {
    return process.kill(-group, signal);
  } catch {
    return false;
  }
}
