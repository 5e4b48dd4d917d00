import { once } from 'node:events';
import path from 'node:path';
import nextEnv from '@next/env';
import { type Env, InvalidEnvError, parseEnv } from '@/lib/server/env';
import { buildIfChanged } from './build';
import { checkDatabase } from './check-database';
import { openEmbeddedDatabase } from './embedded-database';
import { Failure } from './failure';
import { InterruptedError } from './interrupt.mjs';
import { isPortFree } from './ports';
import { ROOT, STATE } from './root';
import { runToEnd } from './run-to-end';
import { say } from './say';
import { keepSecrets } from './secrets';
import { serveProgram } from './served-program';
import { takeStartLock } from './start-lock';
import { openStateFolder } from './state-folder';

/**
 * `npm start`: database, build, server, in this order, and back in the other when it is told to stop. With `--dev` the
 * sources are served as they are, without a build.
 */
const dev = process.argv.includes('--dev');

async function start(interrupt: AbortSignal): Promise<number> {
  nextEnv.loadEnvConfig(ROOT, dev);
  await openStateFolder();
  const isEmbedded = !process.env.DB_HOST;
  const env = readEnv(isEmbedded ? { ...process.env, ...NOT_KNOWN_YET, ...whatIsSet() } : process.env);
  const giveBack = await takeStartLock(STATE, env.baseUrl.origin);
  try {
    await checkPort(env);
    return await (isEmbedded ? startOnEmbedded(env, interrupt) : startOnExisting(env, interrupt));
  } finally {
    await giveBack();
  }
}

/** Stands for what the embedded database decides, so that the rest can be checked before anything slow is done. */
const NOT_KNOWN_YET = {
  DB_HOST: '127.0.0.1',
  DB_PORT: '',
  DB_USER: '(reader)',
  DB_NAME: '(sample)',
  DB_SSL_CA: '',
  CASETOOL_PASSWORD: '(made at the first start)',
  SESSION_SECRET: '(made at the first start and kept from then on)',
};

/** The secrets that a person chose take the place of those that are made. */
function whatIsSet(): { CASETOOL_PASSWORD?: string; SESSION_SECRET?: string } {
  const { CASETOOL_PASSWORD, SESSION_SECRET } = process.env;
  return { ...(CASETOOL_PASSWORD && { CASETOOL_PASSWORD }), ...(SESSION_SECRET && { SESSION_SECRET }) };
}

function readEnv(variables: NodeJS.ProcessEnv): Env {
  try {
    return parseEnv(variables);
  } catch (error) {
    if (error instanceof InvalidEnvError) throw new Failure(error.message);
    throw error;
  }
}

async function checkPort({ host, port }: Env): Promise<void> {
  const free = await isPortFree(port, host).catch((error: NodeJS.ErrnoException) => {
    throw new Failure(`Port ${port} of ${host} can't be used (${error.code}): see PORT and HOST.`);
  });
  if (!free)
    throw new Failure(`Port ${port} is taken: stop what listens there, or choose another with PORT.`);
}

async function startOnExisting(env: Env, interrupt: AbortSignal): Promise<number> {
  await checkDatabase(env.database);
  const signIn = ['Sign in with the address of an administrator and the password in CASETOOL_PASSWORD.'];
  return serve(process.env, [addressLine(env), ...signIn], interrupt);
}

async function startOnEmbedded(env: Env, interrupt: AbortSignal): Promise<number> {
  const secrets = await keepSecrets(STATE);
  const chosen = whatIsSet();
  const database = await openEmbeddedDatabase(path.join(STATE, 'mariadb'), interrupt);
  const lost = new AbortController();
  void database.ended.then(() => lost.abort(new Failure(DATABASE_LOST)));
  try {
    const variables = {
      ...process.env,
      ...database.variables,
      CASETOOL_PASSWORD: secrets.password,
      SESSION_SECRET: secrets.sessionSecret,
      ...chosen,
      STATE_DIR: env.stateDir,
      SAMPLE_DATA: '1',
    };
    const signIn = [
      `Sign in as   ${database.administrator}`,
      `Password     ${chosen.CASETOOL_PASSWORD ? '(the one in CASETOOL_PASSWORD)' : secrets.password}`,
    ];
    return await serve(variables, [addressLine(env), ...signIn], AbortSignal.any([interrupt, lost.signal]));
  } finally {
    await database.stop();
  }
}

const DATABASE_LOST = 'The embedded database ended by itself; its log is .casetool/mariadb/error.log.';

const addressLine = ({ baseUrl }: Env) => `Net Billing  ${baseUrl.origin}/casetool/net-billing`;

/**
 * Builds and serves until it is told to stop.
 * @returns the exit code: 0 when a person stopped it, 1 or the server's own when that ended by itself
 * @throws the reason of `stop` where it is another than an interrupt
 */
async function serve(
  variables: NodeJS.ProcessEnv,
  announcement: readonly string[],
  stop: AbortSignal,
): Promise<number> {
  if (!dev) await buildIfChanged({ signal: stop, onProgress: say });
  stop.throwIfAborted();
  const program = serveProgram(variables, { dev });
  try {
    void program.listening.then((is) => is && say(['', ...announcement, 'Ctrl-C stops it.'].join('\n')));
    await Promise.race([once(stop, 'abort'), program.ended]);
    if (!stop.aborted) return (await program.ended) || 1;
    if (stop.reason instanceof InterruptedError) return 0;
    throw stop.reason;
  } finally {
    await program.stop();
  }
}

await runToEnd(start);
