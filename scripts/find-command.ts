import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Where packages put what is not meant to be run by hand, beside the PATH: Debian, Fedora, Homebrew, MacPorts. */
const FOLDERS = [
  '/usr/sbin',
  '/usr/bin',
  '/usr/libexec',
  '/usr/local/sbin',
  '/usr/local/bin',
  '/opt/homebrew/bin',
  '/opt/homebrew/opt/mariadb/bin',
  '/usr/local/opt/mariadb/bin',
  '/opt/local/lib/mariadb/bin',
];

/** The whole path of the first of these commands that this machine has. */
export function findCommand(...names: readonly string[]): string | null {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter).filter(path.isAbsolute), ...FOLDERS];
  const files = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return files.find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
