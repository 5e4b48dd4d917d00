import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { pool } from '@/lib/server/db/pool';
import { ReplicaFile } from '@/lib/server/replica/duckdb';
import { replicaKeeper } from '@/lib/server/replica/keeper';
import { askReport, configure } from '@/tests/setup/ask-report';
import { fillAtRandom } from '@/tests/setup/busy-writers';
import { expectSameFigures, replicaEngine } from '@/tests/setup/compare-engines';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { type ReplicaProcess, startReplicaProcess } from '@/tests/setup/replica-process';
import { insertCalls } from '@/tests/setup/rows';

let database: TestDatabase;
let file: string;
let other: ReplicaProcess | undefined;
const keeper = replicaKeeper();

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await fillAtRandom(database.admin, 8_000, 10);
  file = path.join(database.folder, `${database.name}.duckdb`);
  await configure(database, { REPLICA_CHECK_SECONDS: '1' });
});

afterAll(async () => {
  await keeper.stop();
  await pool().end();
  await database.drop();
});

afterEach(async () => {
  await other?.kill('SIGKILL');
  other = undefined;
  await start();
});

const ready = () => vi.waitUntil(() => keeper.engine !== null, { timeout: 20_000 });
async function start(): Promise<void> {
  keeper.start();
  await ready();
}
const failsWith = (reason: string) =>
  expect.poll(() => keeper.status.phase, { timeout: 10_000 }).toEqual({ name: 'failed', reason });

/** New calls, and what became of the old ones. */
async function expectExact(): Promise<void> {
  await insertCalls(database.admin, [{ user_id: 1, cost_usd: '0.000001', model_name: `m${Date.now()}` }]);
  await expectSameFigures();
}

/** A change of the file that the program knows nothing of. */
async function change(statement: string): Promise<void> {
  const opened = await ReplicaFile.open(file, { memoryMb: 64, timeoutMs: 5_000 });
  await opened.write((writer) => writer.run(statement));
  await opened.close();
}

describe('a file that is deleted', () => {
  test('while the program runs: the answers stay exact, and a new one is made', async () => {
    await rm(file);
    await expectExact();
    await vi.waitUntil(() => existsSync(file), { timeout: 20_000 });
    await ready();
    await expectExact();
  });

  test('while it does not run: a new one is made', async () => {
    await keeper.stop();
    await rm(file);
    await rm(`${file}.wal`, { force: true });
    await start();
    await expectExact();
  });

  test('without what was written after it: that is not taken for part of the new one', async () => {
    // Written after the last checkpoint, and so beside the file.
    await expectExact();
    await keeper.stop();
    expect(existsSync(`${file}.wal`)).toBe(true);
    await rm(file);
    await start();
    await expectExact();
    expect((await keeper.recount())?.found).toEqual({ added: 0, corrected: 0, removed: 0 });
  });
});

describe('in place of the file', () => {
  test.each<[string, () => Promise<void>]>([
    ['nothing but its name', () => writeFile(file, '')],
    ['words', () => writeFile(file, 'This is no replica.')],
    ['a long text', () => writeFile(file, 'x'.repeat(1_000_000))],
    ['its first half', async () => truncate(file, Math.floor((await readFile(file)).length / 2))],
    ['its first 5,000 bytes', () => truncate(file, 5_000)],
    ['what was written after it, cut short', () => truncate(`${file}.wal`, 100)],
    ['what was written after it, as words', () => writeFile(`${file}.wal`, 'x'.repeat(1_000))],
  ])('%s: the answers are exact once it answers', async (_, damage) => {
    await expectExact();
    await keeper.stop();
    await damage();
    await start();
    await keeper.recount();
    await expectExact();
  });

  test('blocks that were changed anywhere: found where they are read, and the copy is made anew', async () => {
    for (const part of [0.2, 0.5, 0.8]) {
      await keeper.stop();
      await change('CHECKPOINT');
      const bytes = await readFile(file);
      // Past the three headers of 4 kB each.
      const at = 16_384 + Math.floor((bytes.length - 16_384) * part);
      bytes.fill(0x5a, at, at + 3_000);
      await writeFile(file, bytes);
      keeper.start();
      await vi.waitUntil(
        async () => {
          await ready();
          // An answer may be what finds it.
          return (await askReport('').catch(() => null)) !== null && keeper.engine !== null;
        },
        { timeout: 20_000 },
      );
      await keeper.recount();
      await expectExact();
    }
  });

  test.each(['another database', 'another version'])('a copy of %s is not answered from', async (whose) => {
    await keeper.stop();
    await change(`UPDATE state SET value = '${whose}' || value WHERE name = 'identity'`);
    await change('UPDATE api_usage_logs SET cost_inr = 1');
    await start();
    await expectExact();
  });

  test('a folder: it says so, leaves what is in it alone, and starts by itself when it is gone', async () => {
    await keeper.stop();
    await rm(file);
    await mkdir(file);
    await writeFile(path.join(file, 'precious'), 'kept');
    keeper.start();
    await failsWith('REPLICA_PATH can not be written');
    expect(readFileSync(path.join(file, 'precious'), 'utf8')).toBe('kept');
    await rm(file, { recursive: true });
    await ready();
    await expectExact();
  });
});

test('a program that finds the file in use says so, and takes over when the other one has ended', async () => {
  await keeper.stop();
  other = startReplicaProcess(database, { env: { REPLICA_PATH: file } });
  await other.says('answers from here on');
  keeper.start();
  await failsWith('another program uses REPLICA_PATH');
  await insertCalls(database.admin, [{ user_id: 2 }]);
  await other.kill('SIGKILL');
  other = undefined;
  await ready();
  await expectExact();
});

test('without the optional package one line of the log says so, and no more however often it is tried', async () => {
  other = startReplicaProcess(database, {
    env: { REPLICA_PATH: `${file}.other` },
    withoutPackage: true,
  });
  await other.says('the optional package @duckdb/node-api is not installed');
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  const lines = other.lines().filter(({ message }) => message.includes('the replica can not answer'));
  expect(lines).toHaveLength(1);
  expect(existsSync(`${file}.other`)).toBe(false);
});

test('closed and opened again many times, with answers under way, it keeps no file open and stays exact', async () => {
  const filesOpen = () =>
    readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`).startsWith(file);
      } catch {
        return false;
      }
    }).length;
  await expectExact();
  const before = filesOpen();
  for (let times = 0; times < 10; times++) {
    const engine = replicaEngine();
    const answers = Promise.allSettled(
      Array.from({ length: 5 }, () =>
        engine.breakdowns({ period: { start: null, end: null }, filters: { model: [], operation: [] } }),
      ),
    );
    keeper.failed(engine, new Error('The test says so'));
    await answers;
    await keeper.stop();
    expect(filesOpen()).toBe(0);
    await start();
  }
  expect(filesOpen()).toBeLessThanOrEqual(before);
  await expectExact();
});
