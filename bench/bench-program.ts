import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { RowDataPacket } from 'mysql2/promise';
import { buildIfChanged } from '@/scripts/build';
import { ROOT } from '@/scripts/root';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { startTestMariadb } from '@/tests/setup/mariadb';
import { startServer, type TestServer } from '@/tests/setup/server';
import { signIn } from '@/tests/setup/sign-in';
import { machine, measureInTurns, median } from './measure';
import { fillTables } from './rows';

/**
 * `npm run bench`: the report as a newcomer would write it (`obvious.sql`) against the API's report, over the same
 * rows, on the same server, in turns. Figures are ratios: milliseconds are only those of this machine.
 */

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    users: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '5' },
  },
});
const rows = Number(values.rows);
const users = Number(values.users);
const rounds = Number(values.rounds);

const say = (text: string) => process.stdout.write(`${text}\n`);
const count = (n: number) => n.toLocaleString('en-US');

await buildIfChanged({ onProgress: say });
const { testMariadb, stop } = await startTestMariadb();
try {
  const database = await createDatabase(testMariadb);
  // Everything fits into memory for both sides: the ratio is of the work, not of the disk.
  await database.admin.query('SET GLOBAL innodb_buffer_pool_size = 1024 * 1024 * 1024');
  say(`Making ${count(rows)} rows of ${count(users)} users …`);
  await fillTables(database.admin, rows, users);
  const stateDir = path.join(testMariadb.folder, 'state');
  const server = await startServer(database, { env: { STATE_DIR: stateDir } });
  try {
    await compare(database, server);
  } finally {
    await server.stop();
    await rm(stateDir, { recursive: true, force: true });
    await database.drop();
  }
} finally {
  await stop();
}

async function compare(database: TestDatabase, server: TestServer): Promise<void> {
  const cookie = await signIn(server, 'user1@example.com');
  const ask = async (path: string): Promise<{ generated_at: string }> => {
    const response = await fetch(`${server.baseUrl}/casetool/api/net-billing${path}`, {
      headers: { cookie },
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()).data;
  };
  const obvious = await statementsOf('bench/obvious.sql');
  let onScreen = '';

  say(`Measuring ${rounds} rounds …`);
  const times = await measureInTurns(rounds, {
    obvious: async () => {
      for (const statement of obvious) await database.admin.query(statement);
    },
    whole: async () => {
      onScreen = (await ask('')).generated_at;
    },
    page: () => ask('?pageSize=50'),
    period: () => ask('?pageSize=50&from=2026-09-01&to=2026-09-30'),
    trend: () => ask('/trend?by=model&every=day'),
    kept: () => ask(`?pageSize=50&page=7&sort=email&asOf=${onScreen}`),
    scan: () => database.admin.query('SELECT COUNT(cost_usd) FROM api_usage_logs'),
  });

  const [[version]] = await database.admin.query<RowDataPacket[]>('SELECT VERSION() AS version');
  const base = median(times.obvious);
  const line = (what: string, milliseconds: number) =>
    `| ${what.padEnd(62)} | ${milliseconds.toFixed(0).padStart(7)} | ${(milliseconds / base).toFixed(3).padStart(6)} |`;
  say(
    [
      '',
      `${count(rows)} rows, ${count(users)} users, medians of ${rounds} rounds in turns`,
      `${machine()}, MariaDB ${version?.version}`,
      '',
      `| ${'question'.padEnd(62)} | ${'ms'.padStart(7)} | ratio  |`,
      `| ${'-'.repeat(62)} | ------: | -----: |`,
      line('bench/obvious.sql: the baseline', base),
      line('the API’s report, every user, nothing cached', median(times.whole)),
      line('the API’s report, first page, nothing cached', median(times.page)),
      line('the API’s report of one month, first page, nothing cached', median(times.period)),
      line('the trend of all time by day and model, nothing cached', median(times.trend)),
      line('another page and order of a report on somebody’s screen', median(times.kept)),
      line('limit: reading the table through once, one column, no groups', median(times.scan)),
      '',
    ].join('\n'),
  );
}

async function statementsOf(file: string): Promise<string[]> {
  const text = (await readFile(path.join(ROOT, file), 'utf8')).replace(/^--.*$/gm, '');
  return text.split(';').filter((statement) => statement.trim() !== '');
}
