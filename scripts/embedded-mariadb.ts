import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import mysql from 'mysql2/promise';
import { end, hasEnded, run, spawnTied } from './child-process.mjs';
import { Failure } from './failure';
import { findMariadb, type MariadbCommands } from './find-mariadb';
import { freePort } from './ports';
import { commandLineOf } from './process-table';

/**
 * A MariaDB of the project's own in one folder: its data, its temporary files, its log. It listens on one
 * loopback port, knows no account but the ones made here, and ends with the program that started it.
 */
export interface Mariadb {
  readonly host: string;
  readonly port: number;
  /** May do everything; its password is new at every start. */
  readonly adminUser: string;
  readonly adminPassword: string;
  readonly pid: number;
  /** Resolves when the server has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Ends it in order, with everything written. */
  stop(): Promise<void>;
  /** Ends it as a power cut would: for tests of what happens then. */
  kill(): Promise<void>;
}

export interface MariadbOptions {
  /** Made when missing, with an empty database in it; opened as it stands when not. */
  readonly folder: string;
  /** A loopback port; without it, one that is free. */
  readonly port?: number;
  /** Further options of the server, as on its command line. */
  readonly serverOptions?: readonly string[];
  readonly signal?: AbortSignal;
  /** Told in words what takes long. */
  readonly onProgress?: (text: string) => void;
}

const HOST = '127.0.0.1';
const ADMIN = 'casetool_admin';
const OPENING_LIMIT_MS = 60_000;
const CLOSING_LIMIT_MS = 30_000;

/** @throws Failure where the folder can't be written, or its data can't be opened */
export async function startMariadb(options: MariadbOptions): Promise<Mariadb> {
  const commands = findMariadb();
  if (!commands) throw new Failure('MariaDB is not installed.');
  const folder = path.resolve(options.folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await stopLeftover(folder);
  await emptyTemporaryFiles(folder);
  if (!existsSync(dataFolder(folder))) {
    await checkSpace(folder);
    options.onProgress?.('Creating the database …');
    await createData(commands, folder, options.signal);
  }
  return openData(commands, folder, options);
}

const dataFolder = (folder: string) => path.join(folder, 'data');
const errorLog = (folder: string) => path.join(folder, 'error.log');
const pidFile = (folder: string) => path.join(dataFolder(folder), 'mariadb.pid');

async function emptyTemporaryFiles(folder: string): Promise<void> {
  await rm(path.join(folder, 'tmp'), { recursive: true, force: true });
  await mkdir(path.join(folder, 'tmp'), { mode: 0o700 });
}

/** What a new database with the sample in it takes, and room to work. */
const BYTES_NEEDED = 150 * 1024 ** 2;

async function checkSpace(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < BYTES_NEEDED) throw new Failure(noSpace(folder));
}

/** The line for a disk that has no room for the database. */
export const noSpace = (folder: string): string =>
  `The disk is full: the database in ${folder} needs ${BYTES_NEEDED / 1024 ** 2} MB to begin with. ` +
  'Free some, then start again.';

/** MariaDB refuses to run as root unless it is told to; elsewhere it runs as whoever starts it. */
const runAs = (): string[] => (process.getuid?.() === 0 ? ['--user=root'] : []);

/**
 * The paths are relative: the installing script does not quote the names that it hands on (a folder with a
 * space would end it), and a colon in `--tmpdir` would separate two folders. The server moves into its data
 * folder first, hence `../tmp`.
 */
async function createData(commands: MariadbCommands, folder: string, signal?: AbortSignal): Promise<void> {
  const unfinished = 'data.new';
  await rm(path.join(folder, unfinished), { recursive: true, force: true });
  const { code, output } = await run(
    commands.installDatabase,
    [
      '--no-defaults',
      // A machine that can't look up its own name is no reason to stop.
      '--force',
      `--datadir=./${unfinished}`,
      '--tmpdir=../tmp',
      '--auth-root-authentication-method=socket',
      '--auth-root-socket-user=root',
      '--skip-test-db',
      '--skip-name-resolve',
      '--innodb-log-file-size=16M',
      ...runAs(),
    ],
    { cwd: folder, signal },
  );
  if (code !== 0) {
    await writeFile(errorLog(folder), output);
    throw new Failure(
      `The database could not be created: ${firstError(output)}. The log is ${errorLog(folder)}`,
    );
  }
  // Only a database that was made to its end gets the name under which it is opened.
  await rename(path.join(folder, unfinished), dataFolder(folder));
}

async function openData(
  commands: MariadbCommands,
  folder: string,
  options: MariadbOptions,
): Promise<Mariadb> {
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort(HOST));
    const adminPassword = randomBytes(24).toString('base64url');
    const child = await launch(commands, folder, { port, adminPassword, options });
    try {
      await untilReady(child, { port, adminPassword, signal: options.signal });
    } catch (error) {
      await end(child, 0);
      options.signal?.throwIfAborted();
      const log = await readFile(errorLog(folder), 'utf8').catch(() => '');
      // Another program may have taken the port between the question and the start.
      if (/Can't start server: Bind on TCP/.test(log) && options.port === undefined && attempt < 3) continue;
      throw unopened(folder, log, error);
    } finally {
      await rm(initFile(folder), { force: true });
    }
    return running(child, port, adminPassword);
  }
}

const initFile = (folder: string) => path.join(folder, 'accounts.sql');

interface Launch {
  readonly port: number;
  readonly adminPassword: string;
  readonly options: MariadbOptions;
}

async function launch(
  commands: MariadbCommands,
  folder: string,
  { port, adminPassword, options }: Launch,
): Promise<ChildProcess> {
  await rm(errorLog(folder), { force: true });
  await rm(initFile(folder), { force: true });
  await writeFile(initFile(folder), accounts(adminPassword), { mode: 0o600 });
  return spawnTied(
    commands.server,
    [
      '--no-defaults',
      `--datadir=${dataFolder(folder)}`,
      '--tmpdir=../tmp',
      // Relative to the data folder: the name of a socket may have 107 characters at most.
      '--socket=mariadb.sock',
      '--pid-file=mariadb.pid',
      `--log-error=${errorLog(folder)}`,
      `--init-file=${initFile(folder)}`,
      `--bind-address=${HOST}`,
      `--port=${port}`,
      '--skip-name-resolve',
      '--skip-log-bin',
      '--default-time-zone=+00:00',
      '--character-set-server=utf8mb4',
      '--collation-server=utf8mb4_unicode_ci',
      '--innodb-log-file-size=16M',
      '--innodb-buffer-pool-size=128M',
      ...runAs(),
      ...(options.serverOptions ?? []),
    ],
    { cwd: folder, stdio: 'ignore' },
  );
}

/** Run by the server before it takes its first connection, so that no account is ever open without a password. */
const accounts = (adminPassword: string): string =>
  [
    "DROP USER IF EXISTS 'root'@'localhost';",
    `CREATE OR REPLACE USER '${ADMIN}'@'${HOST}' IDENTIFIED BY '${adminPassword}';`,
    `GRANT ALL PRIVILEGES ON *.* TO '${ADMIN}'@'${HOST}' WITH GRANT OPTION;`,
    '',
  ].join('\n');

interface Opening {
  readonly port: number;
  readonly adminPassword: string;
  readonly signal: AbortSignal | undefined;
}

/** @throws Error when the server ended or did not answer in time; the signal's reason when aborted */
async function untilReady(child: ChildProcess, { port, adminPassword, signal }: Opening): Promise<void> {
  let failed: Error | undefined;
  child.once('error', (error) => {
    failed = error;
  });
  const deadline = Date.now() + OPENING_LIMIT_MS;
  while (Date.now() < deadline) {
    signal?.throwIfAborted();
    if (failed) throw failed;
    if (hasEnded(child)) throw new Error('it ended at once');
    try {
      const connection = await mysql.createConnection({
        host: HOST,
        port,
        user: ADMIN,
        password: adminPassword,
        connectTimeout: 1000,
      });
      return await connection.end();
    } catch {
      await delay(50);
    }
  }
  throw new Error(`it did not answer within ${OPENING_LIMIT_MS / 1000} s`);
}

function running(child: ChildProcess, port: number, adminPassword: string): Mariadb {
  const ended = new Promise<void>((resolve) => {
    if (hasEnded(child)) resolve();
    else child.once('exit', () => resolve());
  });
  return {
    host: HOST,
    port,
    adminUser: ADMIN,
    adminPassword,
    pid: child.pid ?? 0,
    ended,
    stop: () => end(child, CLOSING_LIMIT_MS),
    kill: () => end(child, 0, 'SIGKILL'),
  };
}

/** A server that outlived its program keeps the data locked: the one of this very folder is stopped first. */
async function stopLeftover(folder: string): Promise<void> {
  const pid = Number(await readFile(pidFile(folder), 'utf8').catch(() => ''));
  const isOurs = () => pid > 0 && commandLineOf(pid)?.includes(`--datadir=${dataFolder(folder)} `) === true;
  if (!isOurs()) return;
  process.kill(pid, 'SIGTERM');
  const deadline = Date.now() + CLOSING_LIMIT_MS;
  while (isOurs() && Date.now() < deadline) await delay(50);
  if (isOurs()) process.kill(pid, 'SIGKILL');
  while (isOurs()) await delay(20);
}

function unopened(folder: string, log: string, cause: unknown): Failure {
  const reason = firstError(log) || (cause instanceof Error ? cause.message : String(cause));
  const text = /Errcode: 28|error 28|No space left/i.test(log)
    ? noSpace(folder)
    : `The database in ${folder} can't be opened (${reason}). Its log is ${errorLog(folder)}; ` +
      `to begin anew, move the folder away: mv '${folder}' '${folder}.broken'`;
  return new Failure(text, { cause });
}

/** The first line that the server itself calls an error, without its time; of other output, the first line. */
function firstError(log: string): string {
  const lines = log.trim().split('\n');
  const line = lines.find((text) => text.includes('[ERROR]')) ?? lines[0] ?? '';
  return line
    .replace(/^.*\[ERROR\] /, '')
    .replace(/\.$/, '')
    .trim();
}
