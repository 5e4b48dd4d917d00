import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { loadDuckDb } from '@/lib/server/replica/duckdb';
import type { TestDatabase } from '@/tests/setup/database';
import { insertCalls } from '@/tests/setup/rows';
import type { TestServer } from '@/tests/setup/server';
import { signIn } from '@/tests/setup/sign-in';
import { measureInTurns, median, millisecondsOf } from './measure';
import { type Asker, askApi, timeOf } from './questions';
import type { Subject } from './subject';
import { watchMemory } from './viewing';

const READY = 'the replica answers from here on';
const COPIED = 'the calls are copied';
const LARGEST_WAIT_MS = 15 * 60_000;

export interface FirstCopy {
  readonly server: TestServer;
  /** Until every call is in the replica, and until all of it has been compared and it answers. */
  readonly copiedSeconds: number;
  readonly readySeconds: number;
  /** Most of the server's memory meanwhile, in MB. */
  readonly memory: number;
}

/** Starts a server without a replica, and waits until it has one. */
export async function makeFirstCopy({ serve, folder }: Subject): Promise<FirstCopy> {
  await rm(path.join(folder, 'replica.duckdb'), { force: true });
  const server = await serve({ REPORT_ENGINE: 'replica' });
  const memory = watchMemory(server.pid, 100);
  const started = Date.now();
  const copied = await untilLogged(server, COPIED);
  const ready = await untilLogged(server, READY);
  memory.stop();
  return {
    server,
    copiedSeconds: (copied - started) / 1000,
    readySeconds: (ready - started) / 1000,
    memory: Math.max(...memory.samples) / 2 ** 20,
  };
}

async function untilLogged(server: TestServer, words: string): Promise<number> {
  const deadline = Date.now() + LARGEST_WAIT_MS;
  while (!server.logs().includes(words)) {
    if (Date.now() > deadline) throw new Error(`Not logged in time: ${words}\n${server.logs()}`);
    await delay(20);
  }
  return Date.now();
}

/** The replica answers without a look at the source for a second; a new call, and nothing that was kept is of use. */
export async function untilStale({ admin }: TestDatabase): Promise<void> {
  await insertCalls(admin, [{ user_id: 1, cost_usd: '0.000001', cost_inr: '0.01' }]);
  await delay(1_050);
}

/** @returns milliseconds by question, medians; each after a new call was written, so that nothing is kept */
export async function timeAnew<Name extends string>(
  { database }: Subject,
  asker: Asker,
  rounds: number,
  questions: Readonly<Record<Name, string>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(questions) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round <= rounds; round++)
    for (const name of names) {
      await untilStale(database);
      const milliseconds = await timeOf(asker, questions[name]);
      if (round > 0) times[name].push(milliseconds);
    }
  return mediansOf(times);
}

/** @returns milliseconds by question, medians; the same figures each time */
export async function timeAgain<Name extends string>(
  asker: Asker,
  rounds: number,
  questions: Readonly<Record<Name, string>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(questions) as Name[];
  const ask = Object.fromEntries(
    names.map((name) => [name, () => askApi(asker, questions[name])]),
  ) as unknown as Record<Name, () => Promise<unknown>>;
  return mediansOf(await measureInTurns(rounds, ask));
}

const mediansOf = <Name extends string>(times: Record<Name, number[]>): Record<Name, number> =>
  Object.fromEntries(Object.entries<number[]>(times).map(([name, all]) => [name, median(all)])) as Record<
    Name,
    number
  >;

/** While 500 calls a second are written: how long after its commit a call is in the report, the median in milliseconds. */
export async function timeToAppear({ database }: Subject, asker: Asker, samples: number): Promise<number> {
  const operations = async () =>
    (await askApi<{ summary: { total_operations: number } }>(asker, '?pageSize=1')).summary.total_operations;
  await untilStale(database);
  let written = await operations();
  let writing = true;
  const fifty = Array.from({ length: 50 }, (_, index) => ({ user_id: 1 + index, cost_usd: '0.01' }));
  const writer = (async () => {
    while (writing) {
      const took = await millisecondsOf(() => insertCalls(database.admin, fifty));
      written += fifty.length;
      await delay(Math.max(0, 100 - took));
    }
  })();
  const times: number[] = [];
  for (let sample = 0; sample < samples; sample++) {
    await delay(137);
    const [committed, at] = [written, performance.now()];
    while ((await operations()) < committed) await delay(20);
    times.push(performance.now() - at);
  }
  writing = false;
  await writer;
  return median(times);
}

/** Milliseconds in which the engine reads every column of the replica through, on all cores, and does nothing else. */
export async function timeToReadThrough(file: string): Promise<number> {
  const instance = await loadDuckDb().DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const read = () =>
    connection.run(`
      SELECT SUM(user_id), SUM(model_name), SUM(operation_type), SUM(input_tokens), SUM(output_tokens),
             SUM(input_images), SUM(output_images), SUM(cost_usd), SUM(cost_inr), MAX(created_at)
      FROM api_usage_logs`);
  const { read: times } = await measureInTurns(5, { read });
  connection.closeSync();
  instance.closeSync();
  return median(times);
}

export const signInTo = async (server: TestServer): Promise<Asker> => ({
  server,
  cookie: await signIn(server, 'user1@example.com'),
});
