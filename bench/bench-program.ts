import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { RowDataPacket } from 'mysql2/promise';
import { buildIfChanged } from '@/scripts/build';
import { ROOT } from '@/scripts/root';
import { timeFiles } from './files-bench';
import { machine, measureInTurns, median, millisecondsOf } from './measure';
import { askApi, weightOf } from './questions';
import {
  makeFirstCopy,
  signInTo,
  timeAgain,
  timeAnew,
  timeToAppear,
  timeToReadThrough,
} from './replica-bench';
import { type Figure, toTable } from './results';
import { type Subject, withSubject } from './subject';

/**
 * `npm run bench`: the report as a newcomer would write it (`obvious.sql`) against the program on both of its engines, over
 * the same rows, on one machine, in one run. Figures are ratios: milliseconds are only those of this machine. Several
 * sizes are measured one after the other; `--write` keeps the tables in bench/RESULTS.md.
 */

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
    write: { type: 'boolean', default: false },
  },
});
const sizes = values.rows.split(',').map(Number);
const rounds = Number(values.rounds);

const say = (text: string) => process.stdout.write(`${text}\n`);
const number = (n: number) => n.toLocaleString('en-US');

const sections: string[] = [];

async function measure(subject: Subject): Promise<string> {
  const { database, rows, users } = subject;
  say('Measuring the baseline, once …');
  const obvious = await statementsOf('bench/obvious.sql');
  const baseline = await millisecondsOf(async () => {
    for (const statement of obvious) await database.admin.query(statement);
  });
  const figures: Figure[] = [
    { what: '`bench/obvious.sql`: the baseline', value: baseline },
    ...(await mysqlFigures(subject, baseline)),
    ...(await replicaFigures(subject, baseline)),
  ];
  const [[version]] = await database.admin.query<RowDataPacket[]>('SELECT VERSION() AS version');
  return [
    `## ${number(rows)} calls of ${number(users)} users`,
    '',
    `${machine()}, MariaDB ${version?.version}; medians of ${rounds}, the baseline once`,
    '',
    toTable(rows < LIMITS_FROM_ROWS ? figures.map(withoutLimit) : figures, baseline),
  ].join('\n');
}

/** What is quick for ten million calls is not a hundredth of that for a hundredth of them. */
const LIMITS_FROM_ROWS = 10_000_000;
const withoutLimit = ({ what, value, unit = 'ms' }: Figure): Figure => ({ what, value, unit });

async function mysqlFigures(subject: Subject, baseline: number): Promise<Figure[]> {
  say('Measuring MySQL …');
  const server = await subject.serve({ REPORT_ENGINE: 'mysql' });
  try {
    const asker = await signInTo(server);
    const times = await measureInTurns(rounds, {
      report: () => askApi(asker, '?pageSize=50'),
      month: () => askApi(asker, `?pageSize=50&${MONTH}`),
      trend: () => askApi(asker, '/trend?by=model&every=day'),
      scan: () => subject.database.admin.query('SELECT COUNT(cost_usd) FROM api_usage_logs'),
    });
    return [
      {
        what: 'MySQL: the whole report, all time',
        value: median(times.report),
        limit: baseline / 9,
        limitIs: '1/9 of the baseline',
      },
      { what: 'MySQL: the whole report, one month', value: median(times.month) },
      { what: 'MySQL: the trend of all time by day and model', value: median(times.trend) },
      { what: 'MySQL: limit, reading the table once on one core, no groups', value: median(times.scan) },
    ];
  } finally {
    await server.stop();
  }
}

const MONTH = 'from=2026-09-01&to=2026-09-30';

const ANEW = {
  all: '?pageSize=50',
  month: `?pageSize=50&${MONTH}`,
  model: '?pageSize=50&model=gemini-2.0-flash&operation=image_generation',
  trend: '/trend?by=model&every=day',
  byUser: '/trend?by=user&every=month',
  change: `/change?${MONTH}`,
};
const AGAIN = {
  same: '?pageSize=50',
  page: '?pageSize=50&page=7',
  sort: '?pageSize=50&sort=email',
  search: '?pageSize=50&search=user12',
};

async function replicaFigures(subject: Subject, baseline: number): Promise<Figure[]> {
  say('Making the first copy …');
  const { server, copiedSeconds, readySeconds, memory } = await makeFirstCopy(subject);
  const figures: Figure[] = [];
  const add = (what: string, value: number, rest: Partial<Figure> = {}) => {
    figures.push({ what: `replica: ${what}`, value, ...rest });
    say(`  ${what}: ${value.toFixed(1)} ${rest.unit ?? 'ms'}`);
  };
  try {
    const asker = await signInTo(server);
    say('Measuring the replica …');
    const anew = await timeAnew(subject, asker, rounds, ANEW);
    const reportLimit = { limit: baseline / 250, limitIs: '1/250 of the baseline' };
    add('the whole report, all time, nothing kept', anew.all, reportLimit);
    add('the whole report, one month, nothing kept', anew.month, reportLimit);
    add('the whole report, one model and operation, nothing kept', anew.model, reportLimit);
    add('the trend of all time by day and model, nothing kept', anew.trend, { limit: 150 });
    add('the trend of all time by user, nothing kept', anew.byUser);
    add('what changed in a month, nothing kept', anew.change);
    const again = await timeAgain(asker, rounds, AGAIN);
    add('the same question again', again.same, { limit: 25 });
    add('another page of it', again.page, { limit: 25 });
    add('another order of it', again.sort, { limit: 25 });
    add('a search in it', again.search, { limit: 25 });
    await addCalls(asker, add);
    say('Measuring how soon new calls appear …');
    const appear = await timeToAppear(subject, asker, 2 * rounds);
    add('a new call in the report, 500 a second being written', appear, { limit: 2000 });
    add('first copy, every call in it', copiedSeconds, { unit: 's', limit: 100 });
    add('first copy, compared as well, until it answers', readySeconds, { unit: 's', limit: 100 });
    add('the server’s memory meanwhile', memory, { unit: 'MB', limit: 600 });
    say('Measuring files …');
    const { batch, calls, growth } = await timeFiles(subject, asker, Math.min(rounds, 3));
    add('CSV of all calls', calls, { limit: 2 * batch, limitIs: 'twice `mariadb --batch`' });
    add('`mariadb --batch` of the same rows', batch);
    add('the server’s memory grows by, meanwhile', growth, { unit: 'MB', limit: 100 });
    add('heaviest answer that the page asks for', await heaviest(asker), { unit: 'kB', limit: 100 });
  } finally {
    await server.stop();
  }
  const scan = await timeToReadThrough(path.join(subject.folder, 'replica.duckdb'));
  add('limit, reading every column once on all cores, no groups', scan);
  return figures;
}

type Add = (what: string, value: number, rest?: Partial<Figure>) => void;
type SignedIn = Awaited<ReturnType<typeof signInTo>>;

async function addCalls(asker: SignedIn, add: Add): Promise<void> {
  const pagesOf = async (filter: string) =>
    await askApi<{ page: { pages: number }; generated_at: string }>(asker, `/calls?pageSize=50${filter}`);
  for (const [whose, filter] of [
    ['all calls', ''],
    ['one user’s calls', '&user=777'],
    ['one model’s calls', '&model=gemini-2.0-flash'],
  ] as const) {
    const { page, generated_at } = await pagesOf(filter);
    const at = `/calls?pageSize=50${filter}&asOf=${generated_at}`;
    const { first, last } = await timeAgain(asker, rounds, { first: at, last: `${at}&page=${page.pages}` });
    add(`${whose}, first page`, first, { limit: 30 });
    add(`${whose}, last page`, last, { limit: 30 });
  }
}

/** kB of the largest answer, compressed, of those that the page asks for. */
async function heaviest(asker: SignedIn): Promise<number> {
  const api = [...Object.values(ANEW), ...Object.values(AGAIN), '/calls?pageSize=50'];
  const paths = ['/casetool/net-billing', ...api.map((question) => `/casetool/api/net-billing${question}`)];
  let most = 0;
  for (const question of paths) most = Math.max(most, await weightOf(asker, question));
  return most / 1000;
}

async function statementsOf(file: string): Promise<string[]> {
  const text = (await readFile(path.join(ROOT, file), 'utf8')).replace(/^--.*$/gm, '');
  return text.split(';').filter((statement) => statement.trim() !== '');
}

async function writeResults(): Promise<void> {
  const head = `# What \`npm run bench\` measured

Made by \`npm run bench -- --rows ${values.rows} --write\`. Milliseconds are those of one machine, in one run; what counts is their
relation to the baseline, which is the report as it is written at first (\`bench/obvious.sql\`), and to the limits. A limit is
meant for ten million calls, and shown there alone. ✗ marks what is past it.
`;
  await writeFile(path.join(ROOT, 'bench/RESULTS.md'), [head, ...sections, ''].join('\n'));
}

await buildIfChanged({ onProgress: say });
for (const rows of sizes) {
  const users = Math.max(10, Math.round(rows / 100));
  say(`\nMaking ${number(rows)} calls of ${number(users)} users …`);
  sections.push(await withSubject(rows, users, measure));
  say(`\n${sections.at(-1)}`);
}
if (values.write) await writeResults();
