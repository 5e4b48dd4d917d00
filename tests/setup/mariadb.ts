import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
// Resolves the module whose declaration is added to below.
import type {} from 'vitest';
import type { TestProject } from 'vitest/node';
import { type MariadbOptions, startMariadb } from '@/scripts/embedded-mariadb';
import { startTimeOf } from '@/scripts/process-table';
import { STATE } from '@/scripts/root';
import type { DataServer } from './spider';

/** Where the run's MariaDB is, and a folder for whatever else its tests keep. Both are gone after it. */
export interface TestMariadb {
  readonly host: string;
  readonly port: number;
  readonly adminUser: string;
  readonly adminPassword: string;
  readonly folder: string;
  /** Where that MariaDB is the head of a Spider: the servers that hold the rows of `api_usage_logs`. */
  readonly dataServers?: readonly DataServer[];
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

export async function startTestMariadb(
  options: Pick<MariadbOptions, 'serverOptions'> = {},
): Promise<{ testMariadb: TestMariadb; stop: () => Promise<void> }> {
  await clearLeftovers();
  const folder = path.join(STATE, `test-${process.pid}`);
  const mariadb = await startMariadb({ ...options, folder: path.join(folder, 'mariadb') });
  const { host, port, adminUser, adminPassword } = mariadb;
  return {
    testMariadb: { host, port, adminUser, adminPassword, folder },
    stop: async () => {
      await mariadb.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Folders of runs that were cut short: their names end in the number of a process that is no more. */
async function clearLeftovers(): Promise<void> {
  for (const name of await readdir(STATE).catch(() => [])) {
    const pid = /^test-(\d+)$/.exec(name)?.[1];
    if (pid && startTimeOf(Number(pid)) === null)
      await rm(path.join(STATE, name), { recursive: true, force: true });
  }
}
