import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, inject, test } from 'vitest';
import { freePort } from '@/scripts/ports';
import { createDatabase } from '../setup/database';
import { environment } from '../setup/server';
import { makeClone } from './clone';

const mariadb = inject('mariadb');
const clone = makeClone(mariadb.folder);
const database = await createDatabase(mariadb);
afterEach(() => clone.killAll());
afterAll(() => database.drop());

/** Runs a start that is expected to fail, and gives back its exit code and its lines. */
async function failToStart(env: Record<string, string> = {}): Promise<{ code: number; lines: string[] }> {
  const start = clone.run(['node', 'scripts/start.mjs'], { PORT: String(await freePort()), ...env });
  const code = await start.ended;
  expect(clone.leftovers()).toEqual([]);
  return { code, lines: start.output().trim().split('\n') };
}

test('a taken port is one line, before anything is made', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  expect(await failToStart({ PORT: port })).toEqual({
    code: 1,
    lines: [`Port ${port} is taken: stop what listens there, or choose another with PORT.`],
  });
  server.close();
});

test('a variable that is wrong is one line that names it', async () => {
  expect(await failToStart({ PORT: '80 80' })).toEqual({
    code: 1,
    lines: ['PORT must be a whole number from 1 to 65535'],
  });
});

test('a .casetool that can not be a folder is one line', async () => {
  const state = path.join(clone.folder, '.casetool');
  rmSync(state, { recursive: true, force: true });
  writeFileSync(state, '');
  const { code, lines } = await failToStart();
  rmSync(state);
  expect(code).toBe(1);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(`${state} can't be written`);
});

test('Ctrl-C while npm installs ends npm too, and the next start installs again', async () => {
  const bare = makeClone(mariadb.folder, { packages: false });
  const tools = path.join(bare.folder, 'tools');
  mkdirSync(tools);
  writeFileSync(path.join(tools, 'npm'), '#!/bin/sh\necho "$@" >> called\nsleep 60\n', { mode: 0o755 });
  const env = { PATH: `${tools}:${process.env.PATH}` };
  for (let attempt = 0; attempt < 2; attempt++) {
    const start = bare.run(['node', 'scripts/start.mjs'], env);
    await start.printed('Installing the npm packages …');
    start.signal('SIGINT');
    expect(await start.ended).toBe(130);
    expect(bare.leftovers()).toEqual([]);
  }
});

describe('an existing database', () => {
  const existing = environment(database);
  const cannot = "The database can't be used.";

  test('is used as it stands by an account that may only SELECT on the three tables', async () => {
    const port = String(await freePort());
    const start = clone.run(['node', 'scripts/start.mjs'], { ...existing, PORT: port });
    await start.printed('Ctrl-C stops it.');
    const ready = await fetch(`http://127.0.0.1:${port}/casetool/api/health/ready`);
    expect(ready.status).toBe(200);
    start.signal('SIGTERM');
    expect(await start.ended).toBe(0);
    expect(clone.leftovers()).toEqual([]);
  });

  test.each<[string, Record<string, string>, string]>([
    [
      'a host that nobody knows',
      { DB_HOST: 'database.invalid' },
      'No machine of the name in DB_HOST was found (database.invalid:',
    ],
    [
      'a port that nothing listens on',
      { DB_PORT: '1' },
      'Nothing listens on 127.0.0.1:1: see DB_HOST and DB_PORT',
    ],
    [
      'a wrong password',
      { DB_PASSWORD: 'wrong' },
      'The database refuses the account: see DB_USER, DB_PASSWORD',
    ],
    ['a database that is not there', { DB_NAME: 'elsewhere' }, 'DB_NAME'],
  ])('%s is one line', async (_, env, words) => {
    const { code, lines } = await failToStart({ ...existing, ...env });
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`${cannot} `);
    expect(lines[0]).toContain(words);
  });

  test('a right, a column and a table that are missing are named', async () => {
    const { admin, reader, name, host } = database;
    const account = `'${reader.user}'@'${host}'`;
    await admin.query(`REVOKE SELECT ON ${name}.pricing_config FROM ${account}`);
    expect(await failToStart(existing)).toEqual({
      code: 1,
      lines: [`${cannot} The account may not SELECT on pricing_config.`],
    });
    await admin.query(`GRANT SELECT ON ${name}.pricing_config TO ${account}`);
    await admin.query('ALTER TABLE api_usage_logs DROP COLUMN cost_inr');
    expect((await failToStart(existing)).lines).toEqual([
      `${cannot} The table api_usage_logs lacks the column cost_inr.`,
    ]);
    await admin.query('DROP TABLE pricing_config');
    expect((await failToStart(existing)).lines[0]).toContain('The table pricing_config is missing.');
  });
});
