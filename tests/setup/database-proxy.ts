import { once } from 'node:events';
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';
import type { TestDatabase } from './database';

/**
 * What happens to the program's way to its database.
 *
 * - `refuse`: every connection is cut, and each new one at once, as by a database that is down.
 * - `swallow`: connections and statements are taken, and nothing comes through any more.
 * - `reset`: as `refuse`, but with a reset (RST) in place of an orderly end, as by a machine that was switched off.
 * - `half-close`: the database's side of every connection is closed, the other one stays open, and nobody reads it.
 * - `delay`: whatever the database says arrives `DELAY_MS` later.
 * - `cut`: an answer that is longer than `CUT_AT` bytes ends there, with its connection.
 */
export type Fault = 'none' | 'refuse' | 'swallow' | 'reset' | 'half-close' | 'delay' | 'cut';

export const DELAY_MS = 4_000;
const CUT_AT = 8_000;

/** Stands between the program and its database, and fails in the ways that networks do. */
export interface DatabaseProxy {
  readonly port: number;
  /** @param times for `cut`: after so many answers all is well again */
  become(fault: Fault, times?: number): void;
  close(): Promise<void>;
}

export async function startDatabaseProxy(
  database: Pick<TestDatabase, 'host' | 'port'>,
): Promise<DatabaseProxy> {
  const now: Condition = { fault: 'none', strikes: 0 };
  const pairs = new Set<Pair>();

  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = dial({ port: database.port, host: database.host, allowHalfOpen: true });
    const pair = { client, upstream, answered: 0 };
    pairs.add(pair);
    join(pair, now, () => pairs.delete(pair));
    strike(pair, now.fault);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    become: (fault, times = Number.POSITIVE_INFINITY) => {
      now.fault = fault;
      now.strikes = times;
      for (const pair of pairs) strike(pair, fault);
    },
    close: async () => {
      for (const pair of pairs) end(pair);
      server.close();
      await once(server, 'close');
    },
  };
}

interface Condition {
  fault: Fault;
  strikes: number;
}

/** The program's connection, and the one to the database that stands for it. */
interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
  /** Bytes that the database has said since the program last said something. */
  answered: number;
}

function join(pair: Pair, now: Condition, forget: () => void): void {
  const { client, upstream } = pair;
  for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
  client.on('data', (chunk) => {
    pair.answered = 0;
    if (now.fault !== 'swallow' && now.fault !== 'half-close') upstream.write(chunk);
  });
  upstream.on('data', (chunk) => deliver(pair, chunk, now));
  client.on('end', () => upstream.end());
  upstream.on('end', () => client.end());
  client.on('close', () => {
    upstream.destroy();
    forget();
  });
  upstream.on('close', () => now.fault !== 'half-close' && client.destroy());
}

function deliver(pair: Pair, chunk: Buffer, now: Condition): void {
  const { client } = pair;
  const send = () => client.writable && client.write(chunk);
  switch (now.fault) {
    case 'none':
      return void send();
    case 'delay':
      return void setTimeout(send, DELAY_MS);
    case 'cut': {
      const room = CUT_AT - pair.answered;
      pair.answered += chunk.length;
      if (chunk.length <= room) return void send();
      client.end(chunk.subarray(0, Math.max(0, room)));
      pair.upstream.destroy();
      if (--now.strikes === 0) now.fault = 'none';
    }
  }
}

/** What a fault does to a connection at once. */
function strike(pair: Pair, fault: Fault): void {
  if (fault === 'refuse') end(pair);
  if (fault === 'reset') {
    pair.client.resetAndDestroy();
    pair.upstream.destroy();
  }
  if (fault === 'half-close') {
    pair.client.end();
    pair.upstream.destroy();
  }
}

function end({ client, upstream }: Pair): void {
  client.destroy();
  upstream.destroy();
}
