import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { run } from './child-process.mjs';
import { Failure } from './failure';
import { findCommand } from './find-command';
import { findMariadb } from './find-mariadb';
import { STATE } from './root';
import { say } from './say';
import { updateAptLists } from './system-packages';

/** Where packages put the engines of MariaDB: Debian, Fedora, Arch and Alpine, Homebrew. */
const FOLDERS = [
  '/usr/lib/mysql/plugin',
  '/usr/lib64/mariadb/plugin',
  '/usr/lib/mariadb/plugin',
  '/opt/homebrew/opt/mariadb/lib/plugin',
  '/usr/local/opt/mariadb/lib/plugin',
];

const ENGINE = 'ha_spider.so';
const PACKAGE = 'mariadb-plugin-spider';

/** The folder that has the Spider engine of this machine's MariaDB; null where there is none. */
export function findSpider(): string | null {
  return [...FOLDERS, fetchedFolder()].find((folder) => existsSync(path.join(folder, ENGINE))) ?? null;
}

/** An engine belongs to one version of the server: after an update it is fetched anew. */
function fetchedFolder(): string {
  const version = spawnSync(mariadbd(), ['--version'], { encoding: 'utf8' }).stdout ?? '';
  return path.join(STATE, 'spider', version.replace(/^.*?Ver /, '').replace(/[^\w.-]+/g, '_'));
}

/**
 * Takes the engine out of Debian's package, without installing that: it requires the whole server, with a service
 * that starts with the machine. So no right of root's is needed either, where apt's lists are at hand.
 * @throws Failure with what is missing
 */
export async function fetchSpider(interrupt: AbortSignal): Promise<void> {
  if (!findCommand('apt-get') || !findCommand('dpkg-deb'))
    throw new Failure(
      `The Spider engine is missing (${ENGINE}). Install that of your MariaDB, then start again.`,
    );
  say('Fetching the Spider engine …');
  const wanted = `${PACKAGE}=${installedVersion()}`;
  await mkdir(STATE, { recursive: true });
  const folder = await mkdtemp(path.join(STATE, 'spider-package-'));
  try {
    await download(wanted, folder, interrupt);
    await unpack(folder, interrupt);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const mariadbd = (): string => findMariadb()?.server ?? 'mariadbd';

/** Of the package that the server is from: the engine must be of the very same. */
function installedVersion(): string {
  const ask = (...args: string[]) => spawnSync('dpkg', args, { encoding: 'utf8' }).stdout ?? '';
  const [owner = ''] = ask('--search', realpathSync(mariadbd())).split(':');
  const [, version] = /^Version: (.*)$/m.exec(owner && ask('--status', owner)) ?? [];
  if (!version)
    throw new Failure(
      `${mariadbd()} is of no package, so apt has no Spider engine for it: add its ${ENGINE}.`,
    );
  return version;
}

/** Tries with the lists as they are, then with new ones. */
async function download(wanted: string, folder: string, signal: AbortSignal): Promise<void> {
  const attempt = () => run('apt-get', ['download', wanted], { cwd: folder, signal });
  if ((await attempt()).code === 0) return;
  await updateAptLists(signal);
  const { code, output } = await attempt();
  if (code !== 0) throw new Failure(`apt could not fetch ${wanted}: ${output.trim().split('\n').at(-1)}`);
}

async function unpack(folder: string, signal: AbortSignal): Promise<void> {
  const [file = ''] = (await readdir(folder)).filter((name) => name.endsWith('.deb'));
  const { code, output } = await run('dpkg-deb', ['--extract', file, 'unpacked'], { cwd: folder, signal });
  const engine = path.join(folder, 'unpacked/usr/lib/mysql/plugin', ENGINE);
  if (code !== 0 || !existsSync(engine)) throw new Failure(`${file} has no ${ENGINE}: ${output.trim()}`);
  await mkdir(fetchedFolder(), { recursive: true });
  await rename(engine, path.join(fetchedFolder(), ENGINE));
}
