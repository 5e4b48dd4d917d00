import { spawnSync } from 'node:child_process';
import { run } from './child-process.mjs';
import { Failure } from './failure';
import { findCommand } from './find-command';
import { say } from './say';

/** What the commands need beside Node.js, and the packages that hold it. */
const NEEDS = {
  MariaDB: {
    // The first has the server without a service that starts with the machine; where it is missing, the whole.
    apt: [['mariadb-server-core', 'mariadb-client-core'], ['mariadb-server']],
    others: { dnf: 'mariadb-server', pacman: 'mariadb', apk: 'mariadb mariadb-client', brew: 'mariadb' },
  },
  Chromium: {
    // The font has the rupee sign; Chromium recommends one and requires none.
    apt: [['chromium', 'fonts-dejavu-core']],
    others: { dnf: 'chromium', pacman: 'chromium', apk: 'chromium font-dejavu', brew: '--cask chromium' },
  },
} as const;

export type Need = keyof typeof NEEDS;

const INSTALL_COMMANDS = {
  dnf: 'sudo dnf install -y',
  pacman: 'sudo pacman -S --noconfirm',
  apk: 'sudo apk add',
  brew: 'brew install',
} as const;

/**
 * Installs what is missing by apt, where this user may; elsewhere the person is told the one command.
 * @throws Failure with the command, or with the end of what apt printed
 */
export async function installByPackage(need: Need, interrupt: AbortSignal): Promise<void> {
  const asRoot = findCommand('apt-get') ? rootPrefix() : null;
  if (!asRoot) throw new Failure(`${need} is missing. ${howToInstall(need)}`);
  say(`Installing ${need} …`);
  await installByApt(need, asRoot, interrupt);
}

function howToInstall(need: Need): string {
  const { apt, others } = NEEDS[need];
  if (findCommand('apt-get'))
    return `Install it, then start again: sudo apt-get update && sudo apt-get install -y ${apt[0].join(' ')}`;
  for (const [manager, packages] of Object.entries(others)) {
    const command = INSTALL_COMMANDS[manager as keyof typeof INSTALL_COMMANDS];
    if (findCommand(manager)) return `Install it, then start again: ${command} ${packages}`;
  }
  return 'Install it by the means of your system, then start again.';
}

/** What a command of root's is put behind: nothing for root, `sudo` where it asks for no password; else null. */
function rootPrefix(): readonly string[] | null {
  if (process.getuid?.() === 0) return [];
  const silent = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  return silent ? ['sudo', '-n'] : null;
}

const APT = ['apt-get', '-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=3'];

/** Where this user may; elsewhere they stay as they are. */
export async function updateAptLists(interrupt: AbortSignal): Promise<void> {
  const asRoot = rootPrefix();
  if (!asRoot) return;
  const [command = '', ...rest] = [...asRoot, ...APT, 'update'];
  await run(command, rest, { signal: interrupt });
}

async function installByApt(need: Need, asRoot: readonly string[], interrupt: AbortSignal): Promise<void> {
  const asRootRun = (args: readonly string[], signal?: AbortSignal) => {
    const [command = '', ...rest] = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', ...args];
    return run(command, rest, { signal });
  };

  // An installation that was cut off by a power cut has to be brought to its end first; usually there is none.
  await asRootRun(['dpkg', '--configure', '-a']);
  // Without a network, packages that are at hand already can be installed all the same: judged by what follows.
  await asRootRun([...APT, 'update'], interrupt);
  const packages = NEEDS[need].apt.find((names) => names.every(isKnownToApt));
  if (!packages)
    throw new Failure(
      `apt knows no package of ${need}: its lists may be out of date, or lack the section main.`,
    );

  const install = [...APT, 'install', '-y', '--no-install-recommends'];
  const download = await asRootRun([...install, '--download-only', ...packages], interrupt);
  if (download.code !== 0) throw failed(need, download.output);
  // From here on a few seconds of unpacking, which must not be cut: half a package would be left.
  const patience = () => say(`Finishing the installation of ${need} first …`);
  interrupt.addEventListener('abort', patience, { once: true });
  const { code, output } = await asRootRun([...install, ...packages]);
  interrupt.removeEventListener('abort', patience);
  interrupt.throwIfAborted();
  if (code !== 0) throw failed(need, output);
}

const isKnownToApt = (name: string): boolean =>
  spawnSync('apt-cache', ['show', '--no-all-versions', name], { stdio: 'ignore' }).status === 0;

function failed(need: Need, output: string): Failure {
  const lines = output.trim().split('\n');
  const errors = lines.filter((line) => line.startsWith('E: '));
  return new Failure(
    `apt could not install ${need}: ${(errors.length > 0 ? errors : lines.slice(-3)).join(' ')}`,
  );
}
