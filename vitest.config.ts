import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

/** What needs machinery lives under tests/; a pure test sits beside its file. */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: root },
      { find: 'server-only', replacement: `${root}tests/setup/server-only.ts` },
    ],
  },
  test: {
    // Two servers and two browsers at a time are what two cores bear.
    maxWorkers: 2,
    expect: { poll: { timeout: 5_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Properties try many inputs: on a busy machine that takes a while.
          testTimeout: 30_000,
          include: ['{lib,scripts,db,bench}/**/*.test.ts', 'app/**/*.test.{ts,tsx}', 'tests/house/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: ['tests/db/**/*.test.ts'],
          globalSetup: 'tests/setup/mariadb.ts',
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        // The same test files, on a database whose calls lie on three servers.
        extends: true,
        test: {
          name: 'spider',
          include: ['tests/{db,spider}/**/*.test.ts'],
          globalSetup: 'tests/setup/spider.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          // The same tests of figures, answered by the columnar replica, and those of the replica itself.
          name: 'replica',
          include: ['tests/db/**/*.test.ts', 'tests/replica/**/*.test.ts'],
          env: { TEST_ENGINE: 'replica' },
          globalSetup: 'tests/setup/mariadb.ts',
          setupFiles: 'tests/setup/stop-replica.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'http',
          include: ['tests/http/**/*.test.ts'],
          globalSetup: ['tests/setup/build.ts', 'tests/setup/mariadb.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'start',
          include: ['tests/start/**/*.test.ts'],
          globalSetup: ['tests/setup/build.ts', 'tests/setup/mariadb.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
