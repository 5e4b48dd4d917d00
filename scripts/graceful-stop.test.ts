import { EventEmitter, once } from 'node:events';
import { Agent, createServer, get, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { stopOnSignals } from './graceful-stop.mjs';

let server: Server;
let signals: EventEmitter;
let exit: ReturnType<typeof vi.fn<(code: number) => void>>;
/** Answers that a test finishes when it likes. */
let open: ServerResponse[];

beforeEach(async () => {
  open = [];
  signals = new EventEmitter();
  exit = vi.fn();
  server = createServer((_request, response) => void open.push(response));
  stopOnSignals(server, { graceMs: 300, exit, signals });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(() => {
  vi.useRealTimers();
  server.closeAllConnections();
  server.close();
});

/** A request that is under way, on a connection that its client would like to keep. */
async function ask(): Promise<{ answer: Promise<string>; response: ServerResponse }> {
  const { port } = server.address() as AddressInfo;
  const sent = get({ host: '127.0.0.1', port, agent: new Agent({ keepAlive: true }) });
  const answer = (async () => {
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += chunk;
    return text;
  })();
  answer.catch(() => {});
  await once(server, 'request');
  return { answer, response: open.at(-1) as ServerResponse };
}

test('nothing under way: ends at once', async () => {
  signals.emit('SIGTERM');
  await vi.waitFor(() => expect(exit).toHaveBeenCalledExactlyOnceWith(0));
});

test('a connection that is only kept open does not delay the end', async () => {
  const { answer, response } = await ask();
  response.end('done');
  await answer;
  signals.emit('SIGINT');
  await vi.waitFor(() => expect(exit).toHaveBeenCalledExactlyOnceWith(0), { timeout: 250 });
});

test('a connection on which nothing was said yet does not delay the end', async () => {
  const { port } = server.address() as AddressInfo;
  const ahead = connect(port, '127.0.0.1');
  await once(server, 'connection');
  signals.emit('SIGTERM');
  await vi.waitFor(() => expect(exit).toHaveBeenCalledExactlyOnceWith(0), { timeout: 250 });
  ahead.destroy();
});

test('what is under way is answered, then the program ends', async () => {
  const { answer, response } = await ask();
  signals.emit('SIGTERM');
  await delay(50);
  expect(exit).not.toHaveBeenCalled();
  response.end('done');
  expect(await answer).toBe('done');
  await vi.waitFor(() => expect(exit).toHaveBeenCalledExactlyOnceWith(0), { timeout: 250 });
});

test('no new connection is taken while the program is ending', async () => {
  await ask();
  const { port } = server.address() as AddressInfo;
  signals.emit('SIGTERM');
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
});

test('what takes longer than the grace is cut off', async () => {
  const { answer, response } = await ask();
  response.write('half');
  signals.emit('SIGTERM');
  await expect(answer).rejects.toThrow();
  await vi.waitFor(() => expect(exit).toHaveBeenCalledExactlyOnceWith(0));
});

test('the same Ctrl-C, passed on by a parent, is one; a second one ends at once', async () => {
  await ask();
  vi.useFakeTimers({ toFake: ['Date'] });
  signals.emit('SIGINT');
  signals.emit('SIGTERM');
  signals.emit('SIGINT');
  expect(exit).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1500);
  signals.emit('SIGINT');
  expect(exit).toHaveBeenCalledExactlyOnceWith(0);
});
