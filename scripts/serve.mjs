import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer } from 'node:http';
import path from 'node:path';
import { inspect } from 'node:util';
import next from 'next';
import { createFront, refuseBroken } from './front.mjs';
import { stopOnSignals } from './graceful-stop.mjs';
import { logConsoleAsJson, logLine } from './json-log.mjs';
import { readRoutes } from './route-names.mjs';

/**
 * The server alone: the built program, or with `--dev` the sources as they are. Plain JavaScript, so that it needs
 * no loader.
 *
 * @typedef {object} Configuration
 * @property {string} host
 * @property {number} port
 * @property {boolean} secure
 * @property {(address: string) => boolean} isTrustedProxy
 *
 * @typedef {NodeJS.ErrnoException & { port?: number, address?: string, hostname?: string }} ListenError
 */

const LIMITS = {
  // A question of 8 KB, each character encoded, has to reach the API: it says what is wrong with it.
  maxHeaderSize: 32 * 1024,
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  // Longer than a proxy keeps its connections: it must be the one that closes them.
  keepAliveTimeout: 65_000,
};

const dev = process.argv.includes('--dev');
const dir = path.resolve(import.meta.dirname, '..');
process.chdir(dir);
Object.assign(process.env, { NODE_ENV: dev ? 'development' : 'production', NEXT_TELEMETRY_DISABLED: '1' });
if (!dev) logConsoleAsJson();

try {
  await serve();
} catch (error) {
  process.stderr.write(`${inWords(error)}\n`);
  process.exit(1);
}

async function serve() {
  const server = createServer(LIMITS);
  const app = next({ dev, dir, httpServer: server, quiet: !dev });
  const configured = configuration();
  await app.prepare();
  const { host, port, secure, isTrustedProxy } = await configured;
  const routeOf = await readRoutes(path.resolve(process.env.NEXT_DIST_DIR || '.next'));

  const answer = app.getRequestHandler();
  server.on('request', createFront({ answer, secure, dev, isTrustedProxy, routeOf }));
  server.on('clientError', refuseBroken(secure));
  // Without this Next takes upgrades too, and leaves those that it knows nothing of open.
  if (!dev) server.on('upgrade', (_request, socket) => socket.destroy());
  // In development a page keeps a socket open for its reloading: there is nothing to wait for.
  stopOnSignals(server, { graceMs: dev ? 300 : 10_000 });
  server.listen(port, host);
  await once(server, 'listening');
  if (!dev) logLine('info', 'listening', { host, port });
  process.stdout.write(`Listening on http://${host.includes(':') ? `[${host}]` : host}:${port}\n`);
}

/**
 * What `instrumentation.ts` has read and checked: the configuration is read in one place, on the other side of the
 * build.
 *
 * @returns {Promise<Configuration>}
 */
function configuration() {
  return new Promise((resolve) => {
    subscribe('net-billing:configured', (message) => resolve(/** @type {Configuration} */ (message)));
  });
}

/**
 * One line for what a person can mend, the whole error for what they can't.
 *
 * @param {unknown} error
 */
function inWords(error) {
  const { code, port, address, hostname, message } = /** @type {ListenError} */ (error);
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken: stop what listens there, or choose another with PORT`;
    case 'EACCES':
      return `Port ${port} is not for this user: choose one from 1024 with PORT`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST ${address ?? hostname} is not an address of this machine: use 127.0.0.1, or 0.0.0.0 for all of them`;
    default:
      return /production build/.test(message ?? '')
        ? 'There is no build yet: run `npm run build` first'
        : inspect(error);
  }
}
