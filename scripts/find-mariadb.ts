import { accessSync, constants } from 'node:fs';
import path from 'node:path';

export interface MariadbCommands {
  readonly server: string;
  readonly installDatabase: string;
}

/** Where packages put a server that is not meant to be run by hand: Debian, Fedora, Homebrew, MacPorts. */
const FOLDERS = [
  '/usr/sbin',
  '/usr/bin',
  '/usr/libexec',
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/local/opt/mariadb/bin',
  '/opt/homebrew/bin',
  '/opt/homebrew/opt/mariadb/bin',
  '/opt/local/lib/mariadb/bin',
];

/** The MariaDB of this machine (10.4 or newer: older ones have other names); null when it has none. */
export function findMariadb(): MariadbCommands | null {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter).filter(path.isAbsolute), ...FOLDERS];
  const find = (name: string) => folders.map((folder) => path.join(folder, name)).find(isExecutable);
  const server = find('mariadbd');
  const installDatabase = find('mariadb-install-db');
  return server && installDatabase ? { server, installDatabase } : null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
