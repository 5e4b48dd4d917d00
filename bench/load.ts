import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfChanged } from '@/scripts/build';
import { ROOT } from '@/scripts/root';
import type { TestDatabase } from '@/tests/setup/database';
import { statementsOfProgram } from '@/tests/setup/locked';
import { type Figures, parseExposition } from '@/tests/setup/metrics';
import type { TestServer } from '@/tests/setup/server';
import { signIn } from '@/tests/setup/sign-in';
import { machine } from './measure';
import { withSubject } from './subject';
import type { Visited } from './viewers.mjs';
import { letThemView, type MemoryUse, watchMemory } from './viewing';

/**
 * `npm run bench -- --load`: many viewers of 20 different questions at once, for a while. Ends with code 1 where an
 * answer was not 200, equal questions had different answers, or a statement was left running. `--write` keeps what came of
 * it in bench/LOAD.md.
 */

const { values } = parseArgs({
  options: {
    load: { type: 'boolean' },
    rows: { type: 'string', default: '1000000' },
    users: { type: 'string', default: '10000' },
    viewers: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '60' },
    engine: { type: 'string', default: 'auto' },
    write: { type: 'boolean', default: false },
  },
});
const rows = Number(values.rows);
const users = Number(values.users);
const viewers = Number(values.viewers);
const seconds = Number(values.seconds);

const METRICS_TOKEN = 'the-bench-reads-the-metrics';
const LARGEST_WAIT_MS = 10 * 60_000;

const say = (text: string) => process.stdout.write(`${text}\n`);
const number = (n: number) => n.toLocaleString('en-US');
const average = (figures: readonly number[]): number =>
  figures.reduce((sum, figure) => sum + figure, 0) / Math.max(1, figures.length);
const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`;

/** Twenty questions, as people ask them: periods, filters, orders, the trend and the change. */
const QUESTIONS = [
  ...['', '&sort=email', '&search=user7', '&page=3'].map((rest) => `?pageSize=50${rest}`),
  ...['2025-12', '2026-02', '2026-04', '2026-06', '2026-08', '2026-10'].map(
    (month) => `?pageSize=50&from=${month}-01&to=${month}-28`,
  ),
  ...['gemini-2.0-flash', 'gemini-2.5-flash-image'].map((model) => `?pageSize=50&model=${model}`),
  ...['text_analysis', 'image_generation'].map((operation) => `?pageSize=50&operation=${operation}`),
  '/trend?by=model&every=month',
  '/trend?by=operation&every=week',
  '/trend?by=user&every=month',
  '/trend?by=model&every=day&from=2026-03-01&to=2026-05-31',
  '/change?from=2026-04-01&to=2026-04-30',
  '/change?from=2026-07-01&to=2026-09-30',
].map((question) => `/casetool/api/net-billing${question}`);

await buildIfChanged({ onProgress: say });
say(`Making ${number(rows)} calls of ${number(users)} users …`);
const outcomes = await withSubject(rows, users, async ({ database, serve }) => {
  const texts: string[] = [];
  for (const engine of values.engine.split(',')) {
    const server = await serve({ REPORT_ENGINE: engine, METRICS_TOKEN, DB_TIMEOUT_MS: '30000' });
    try {
      texts.push(await measure(engine, database, server));
      say(`\n${texts.at(-1)}\n`);
    } finally {
      await server.stop();
    }
  }
  return texts;
});
if (values.write) await writeFile(path.join(ROOT, 'bench/LOAD.md'), toMarkdown(outcomes));

async function measure(engine: string, database: TestDatabase, server: TestServer): Promise<string> {
  const cookie = await signIn(server, 'user1@example.com');
  if (engine === 'replica' || (engine === 'auto' && rows > 250_000)) await untilReplicaAnswers(server);
  const visit = { port: server.port, cookie, questions: QUESTIONS, viewers, seconds };
  say('Warming up …');
  await letThemView({ ...visit, seconds: 5 });

  say(`${number(viewers)} viewers, ${seconds} s …`);
  const before = await figures(server);
  const memory = watchMemory(server.pid);
  const visited = await letThemView(visit);
  const now = await figures(server);
  memory.stop();
  const left = await statementsOfProgram(database);
  const isGood = visited.answers === (visited.codes['200'] ?? 0) && !visited.differing.length && left === 0;
  if (!isGood || visited.codes.error) process.exitCode = 1;
  return inWords(engine, visited, { before, now, memory, left });
}

async function untilReplicaAnswers(server: TestServer): Promise<void> {
  say('Waiting for the replica …');
  const deadline = Date.now() + LARGEST_WAIT_MS;
  while (!server.logs().includes('the replica answers from here on')) {
    if (Date.now() > deadline) throw new Error(`The replica was not ready in time:\n${server.logs()}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function figures(server: TestServer): Promise<Figures> {
  const headers = { Authorization: `Bearer ${METRICS_TOKEN}` };
  return parseExposition(await (await fetch(`${server.baseUrl}/casetool/api/metrics`, { headers })).text());
}

interface Observed {
  readonly before: Figures;
  readonly now: Figures;
  readonly memory: MemoryUse;
  readonly left: number;
}

function inWords(engine: string, visited: Visited, { before, now, memory, left }: Observed): string {
  const { p50, p95, p99, most } = visited.milliseconds;
  const grown = (name: string) => sumOf(now, name) - sumOf(before, name);
  const { samples } = memory;
  const quarter = Math.ceil(samples.length / 4);
  return [
    `${number(rows)} calls, ${number(users)} users, REPORT_ENGINE=${engine}; ${number(viewers)} viewers of ${QUESTIONS.length} questions for ${seconds} s`,
    machine(),
    '',
    `answers              ${number(visited.answers)} (${number(Math.round(visited.answers / seconds))} a second), by code ${JSON.stringify(visited.codes)}`,
    `milliseconds         p50 ${p50}, p95 ${p95}, p99 ${p99}, most ${most}`,
    `questions            ${number(grown('net_billing_questions_total'))}, of which ${number(grown('net_billing_questions_total answer="read"'))} read, the others shared a reading`,
    `statements           ${number(grown('net_billing_statement_duration_seconds_count'))} on the server, of which ${number(grown('net_billing_statement_duration_seconds_count query="user by id"'))} asked who it is`,
    `memory               ${megabytes(average(samples.slice(0, quarter)))} in the first quarter, ${megabytes(average(samples.slice(-quarter)))} in the last, at most ${megabytes(Math.max(...samples))}`,
    `event loop           p99 ${Math.round((now.get('nodejs_eventloop_lag_p99_seconds') ?? 0) * 1000)} ms late`,
    `statements left      ${left}`,
    `differing answers    ${visited.differing.join(' ') || 'none'}`,
    ...visited.errors,
  ].join('\n');
}

function toMarkdown(texts: readonly string[]): string {
  const blocks = texts.map((text) => text.replace(/^/gm, '    '));
  return [
    '# What `npm run bench -- --load` measured',
    '',
    'Each viewer asks its next question as soon as it has the answer to the last, on the same two cores as the program and the',
    'database. Milliseconds are only those of this machine.',
    '',
    blocks.join('\n\n'),
    '',
  ].join('\n');
}

/** The sum of the samples of a metric, or of those that have a label too: `name label="value"`. */
function sumOf(figures: Figures, wanted: string): number {
  const [name = '', label = ''] = wanted.split(/ (.*)/s);
  return [...figures]
    .filter(([key]) => key.split('{')[0] === name && key.includes(label))
    .reduce((sum, [, figure]) => sum + figure, 0);
}
