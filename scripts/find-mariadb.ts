import { findCommand } from './find-command';

export interface MariadbCommands {
  readonly server: string;
  readonly installDatabase: string;
}

/** The MariaDB of this machine (10.4 or newer: older ones have other names); null when it has none. */
export function findMariadb(): MariadbCommands | null {
  const server = findCommand('mariadbd');
  const installDatabase = findCommand('mariadb-install-db');
  return server && installDatabase ? { server, installDatabase } : null;
}
