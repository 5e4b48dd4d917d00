import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, spawnTied } from './child-process.mjs';
import { InterruptedError, listenForInterrupts } from './interrupt.mjs';

/**
 * The first step of every command, in plain JavaScript and without a package: it checks Node.js, installs the npm
 * packages where they are missing or others than package-lock.json says, and runs a TypeScript program.
 */

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const NODE_NEEDED = [20, 19];

/**
 * Runs a program of this folder with the arguments of this process, passes signals on to it, and exits with its code.
 *
 * @param {string} program a TypeScript file, seen from the root of the clone
 */
export async function runProgram(program) {
  const interrupt = listenForInterrupts();
  try {
    checkNode();
    await installPackages(interrupt);
    process.exitCode = await runTypeScript(program, interrupt);
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof InterruptedError) process.exitCode = 128 + constants.signals[error.signal];
    else process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  }
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [neededMajor = 0, neededMinor = 0] = NODE_NEEDED;
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return;
  throw new Error(`Node.js ${NODE_NEEDED.join('.')} or newer is needed; this is ${process.versions.node}.`);
}

/** @param {AbortSignal} signal */
async function installPackages(signal) {
  if (packagesAreInstalled()) return;
  process.stdout.write('Installing the npm packages …\n');
  // npm names its own file; a bare `npm` may be another one, or none.
  const npm = /npm-cli\.js$/.test(process.env.npm_execpath ?? '') ? process.env.npm_execpath : null;
  const [command, ...args] = npm ? [process.execPath, npm] : ['npm'];
  // The build and the tests need the development packages, also where NODE_ENV says production.
  const { code, output } = await run(command ?? 'npm', [...args, 'ci', '--include=dev'], {
    cwd: ROOT,
    signal,
  });
  if (code !== 0) throw new Error(`npm could not install the packages:\n${output.trim()}`);
}

/**
 * npm writes what it has installed into node_modules/.package-lock.json, as the last thing it does. The packages for
 * other systems are in package-lock.json alone.
 */
function packagesAreInstalled() {
  const wanted = packagesIn('package-lock.json');
  const installed = packagesIn('node_modules/.package-lock.json');
  if (!wanted || !installed) return false;
  /** @param {LockedPackage | undefined} entry */
  const identity = (entry) => entry && `${entry.version} ${entry.integrity}`;
  return (
    Object.entries(wanted).every(([name, entry]) => name === '' || entry.optional || name in installed) &&
    Object.entries(installed).every(([name, entry]) => identity(entry) === identity(wanted[name]))
  );
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockedPackage
 * @param {string} lockFile
 * @returns {Record<string, LockedPackage> | null}
 */
function packagesIn(lockFile) {
  try {
    return JSON.parse(readFileSync(path.join(ROOT, lockFile), 'utf8')).packages;
  } catch {
    return null;
  }
}

/**
 * @param {string} program
 * @param {AbortSignal} signal
 * @returns {Promise<number>} the exit code
 */
async function runTypeScript(program, signal) {
  signal.throwIfAborted();
  // The condition makes `server-only` the empty package that it is on a server.
  const args = ['--conditions=react-server', '--import', 'tsx', program, ...process.argv.slice(2)];
  const child = spawnTied(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    // tsx would keep its cache outside of the clone.
    env: { ...process.env, TSX_DISABLE_CACHE: '1' },
  });
  const passOn = () => void child.kill(signal.reason.signal);
  signal.addEventListener('abort', passOn);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, ended) => resolve(code ?? 128 + constants.signals[ended ?? 'SIGTERM']));
  });
}
