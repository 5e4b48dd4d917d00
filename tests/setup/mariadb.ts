import { rm } from 'node:fs/promises';
import path from 'node:path';
// Resolves the module whose declaration is added to below.
import type {} from 'vitest';
import type { TestProject } from 'vitest/node';
import { startMariadb } from '@/scripts/embedded-mariadb';
import { STATE } from '@/scripts/root';

/** Where the run's MariaDB is, and a folder for whatever else its tests keep. Both are gone after it. */
export interface TestMariadb {
  readonly host: string;
  readonly port: number;
  readonly adminUser: string;
  readonly adminPassword: string;
  readonly folder: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    mariadb: TestMariadb;
  }
}

/** Starts one MariaDB for all the test files of a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { testMariadb, stop } = await startTestMariadb();
  project.provide('mariadb', testMariadb);
  return stop;
}

export async function startTestMariadb(): Promise<{ testMariadb: TestMariadb; stop: () => Promise<void> }> {
  const folder = path.join(STATE, `test-${process.pid}`);
  const mariadb = await startMariadb({ folder: path.join(folder, 'mariadb') });
  const { host, port, adminUser, adminPassword } = mariadb;
  return {
    testMariadb: { host, port, adminUser, adminPassword, folder },
    stop: async () => {
      await mariadb.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
