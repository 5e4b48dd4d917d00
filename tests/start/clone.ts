import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '@/scripts/root';

/** A copy of this clone, with its packages and its build, in which commands can be run as a person runs them. */
export interface Clone {
  readonly folder: string;
  /** Runs a command there. It knows nothing of the tests' own variables. */
  run(command: readonly string[], env?: Readonly<Record<string, string>>): Running;
  /** The command lines of what still runs there, or was started from there. */
  leftovers(): string[];
  /** Ends what a test left running. */
  killAll(): Promise<void>;
}

export interface Running {
  /** Everything that it printed so far. */
  output(): string;
  /** Resolves when it has printed this text. @throws Error when it ends before */
  printed(text: string): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** The exit code; a signal counts as 128 + its number, as in a shell. */
  readonly ended: Promise<number>;
}

/** Everything but what a clone makes for itself, and the tests. */
const isSource = (name: string) =>
  name === '.npmrc' || !(name.startsWith('.') || name === 'node_modules' || name === 'tests');

export function makeClone(parent: string, { packages = true } = {}): Clone {
  const folder = mkdtempSync(path.join(parent, 'a clone '));
  for (const name of readdirSync(ROOT).filter(isSource))
    cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
  if (packages) {
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    execFileSync('cp', ['-al', path.join(ROOT, '.next'), path.join(folder, '.next')]);
  }
  const all: Running[] = [];
  return {
    folder,
    run: (command, env = {}) => {
      const running = runIn(folder, command, env);
      all.push(running);
      return running;
    },
    leftovers: () => processesIn(folder).map(({ commandLine }) => commandLine),
    killAll: async () => {
      for (const running of all.splice(0)) {
        running.signal('SIGKILL');
        await running.ended;
      }
      for (const { pid } of processesIn(folder)) process.kill(pid, 'SIGKILL');
    },
  };
}

function runIn(
  folder: string,
  [command = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
): Running {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(command, args, {
    cwd: folder,
    env: { PATH, HOME, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = endOf(child);
  return {
    output: () => output,
    printed: (text) => untilPrinted(child, () => output, text),
    signal: (signal) => void child.kill(signal),
    ended,
  };
}

const SIGNAL_NUMBERS: Partial<Record<NodeJS.Signals, number>> = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

const endOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? 128 + (SIGNAL_NUMBERS[signal ?? 'SIGTERM'] ?? 0))),
  );

function untilPrinted(child: ChildProcess, output: () => string, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => output().includes(text) && resolve();
    look();
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('close', () => reject(new Error(`It ended without having said "${text}":\n${output()}`)));
  });
}

function processesIn(folder: string): { pid: number; commandLine: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        const isThere = commandLine.includes(folder) || readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
        return isThere ? [{ pid: Number(pid), commandLine }] : [];
      } catch {
        // It ended meanwhile.
        return [];
      }
    });
}
