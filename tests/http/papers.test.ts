import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDatabase, type TestDatabase } from '@/tests/setup/database';
import { codeBlock, paper } from '@/tests/setup/papers';
import { startServer, type TestServer } from '@/tests/setup/server';
import { signIn } from '@/tests/setup/sign-in';

const feature = paper('NET_BILLING_FEATURE.md');

let database: TestDatabase;
let server: TestServer;

/** The program, with the account that the README grants, on the rows of the example. */
beforeAll(async () => {
  database = await createDatabase(inject('mariadb'));
  await database.admin.query(codeBlock(feature, 'sql', 'An example'));
  const statements = codeBlock(paper('README.md'), 'sql', 'On an existing database');
  await database.admin.query(statements.replaceAll('casetool.', `${database.name}.`));
  server = await startServer(database, {
    env: { DB_USER: 'net_billing', DB_PASSWORD: 'a password of your own' },
  });
});

afterAll(async () => {
  await server?.stop();
  await database?.admin.query("DROP USER IF EXISTS 'net_billing'@'%'");
  await database?.drop();
});

test('the account that the README grants is all that the program needs', async () => {
  const response = await fetch(`${server.baseUrl}/casetool/api/health/ready`);
  expect(await response.json()).toEqual({ status: 'ready', missing: [], warnings: [] });
});

test('the example in the documentation is answered as it stands there', async () => {
  const [, question = ''] = /^ {4}GET (\/casetool\/api\/net-billing\?\S+)$/m.exec(feature) ?? [];
  const cookie = await signIn(server, 'asha@example.com');
  const response = await fetch(server.baseUrl + question, { headers: { cookie } });
  const { data, ...rest } = await response.json();
  const written = JSON.parse(codeBlock(feature, 'json', 'An example'));
  const { generated_at, engine } = written.data;
  const timed = { ...data, generated_at, engine: { ...data.engine, as_of: engine.as_of } };
  expect({ ...rest, data: timed }).toEqual(written);
});
