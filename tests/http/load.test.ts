import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { letThemView } from '@/bench/viewing';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { statementsOfProgram, whileLocked } from '@/tests/setup/locked';
import { type Figures, parseExposition } from '@/tests/setup/metrics';
import { insertCalls, insertUsers } from '@/tests/setup/rows';
import { send } from '@/tests/setup/send';
import { startServer, type TestServer } from '@/tests/setup/server';
import { signIn } from '@/tests/setup/sign-in';

const METRICS_TOKEN = 'a-token-of-sixteen-or-more';
const QUESTIONS = ['?pageSize=10', '?pageSize=10&model=a', '?pageSize=10&from=2026-04-01&to=2026-04-01'];
const VIEWERS = 20;

let database: TestDatabase;
let server: TestServer;
let cookie: string;

beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await insertUsers(database.admin, ['admin@example.com'], 'admin');
  await insertCalls(
    database.admin,
    Array.from({ length: 300 }, (_, n) => ({ user_id: 1 + (n % 7), model_name: 'abc'[n % 3] ?? '' })),
  );
  server = await startServer(database, { env: { METRICS_TOKEN } });
  cookie = await signIn(server, 'admin@example.com');
});

afterAll(async () => {
  await server?.stop();
  await database?.drop();
});

const paths = QUESTIONS.map((question) => `/casetool/api/net-billing${question}`);

async function figures(): Promise<Figures> {
  const headers = { Authorization: `Bearer ${METRICS_TOKEN}` };
  return parseExposition((await send(server, '/casetool/api/metrics', { headers })).text);
}
const answered = (now: Figures, query: string): number =>
  now.get(
    `net_billing_statement_duration_seconds_count{query="${query}",engine="mysql",outcome="answered"}`,
  ) ?? 0;
const questions = (now: Figures, answer: 'read' | 'shared'): number =>
  now.get(`net_billing_questions_total{kind="report",answer="${answer}"}`) ?? 0;

test('equal questions at the same time are read once, however many ask', async () => {
  const before = await figures();
  await whileLocked(database, async ({ statements, unlock }) => {
    const viewers = Array.from({ length: VIEWERS }, (_, n) =>
      send(server, paths[n % paths.length] ?? '', { headers: { Cookie: cookie } }),
    );
    const asked = async () => {
      const now = await figures();
      return questions(now, 'read') + questions(now, 'shared');
    };
    await expect.poll(asked).toBe(questions(before, 'read') + questions(before, 'shared') + VIEWERS);
    expect(await statements()).toBeLessThanOrEqual(2 * paths.length);
    await unlock();
    for (const { status } of await Promise.all(viewers)) expect(status).toBe(200);
  });
  const now = await figures();
  expect(questions(now, 'read') - questions(before, 'read')).toBe(paths.length);
  expect(questions(now, 'shared') - questions(before, 'shared')).toBe(VIEWERS - paths.length);
  for (const query of ['usage by user and operation', 'usage by model and operation'])
    expect(answered(now, query) - answered(before, query)).toBe(paths.length);
});

test('many viewers, one question after the other: every one is answered, all alike, and nothing is left running', async () => {
  const most = 300;
  const visited = await letThemView({
    port: server.port,
    cookie,
    questions: paths,
    viewers: VIEWERS,
    seconds: 20,
    most,
  });
  expect(visited).toMatchObject({ errors: [], differing: [] });
  expect(Object.keys(visited.codes)).toEqual(['200']);
  expect(visited.answers).toBeGreaterThanOrEqual(most);
  expect(await statementsOfProgram(database)).toBe(0);
  const now = await figures();
  for (const lane of ['report', 'access']) {
    expect(now.get(`net_billing_lane_in_use{lane="${lane}"}`)).toBe(0);
    expect(now.get(`net_billing_lane_waiting{lane="${lane}"}`)).toBe(0);
  }
});
