import { once } from 'node:events';
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';
import type { TestDatabase } from './database';

/** What happens to the program's way to its database. */
type Fault = 'none' | 'refuse' | 'swallow';

/** Stands between the program and its database, and fails in the ways that networks do. */
export interface DatabaseProxy {
  readonly port: number;
  /**
   * `refuse`: cuts every connection, and each new one at once, as a database that is down.
   * `swallow`: takes connections and statements, and lets nothing through any more.
   */
  become(fault: Fault): void;
  close(): Promise<void>;
}

export async function startDatabaseProxy(
  database: Pick<TestDatabase, 'host' | 'port'>,
): Promise<DatabaseProxy> {
  let fault: Fault = 'none';
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    return socket;
  };

  const server = createServer((client) => {
    keep(client);
    if (fault === 'refuse') return client.destroy();
    if (fault === 'swallow') return client.resume();
    const upstream = keep(dial(database.port, database.host));
    const forward = (from: Socket, to: Socket) =>
      from.on('data', (chunk) => fault === 'none' && to.write(chunk)).on('close', () => to.destroy());
    forward(client, upstream);
    forward(upstream, client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    become: (next) => {
      fault = next;
      if (fault === 'refuse') for (const socket of sockets) socket.destroy();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
