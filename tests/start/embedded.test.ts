import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { freePort } from '@/scripts/ports';
import { type Clone, makeClone, type Running } from './clone';

/** `npm start` on the embedded database, in the order in which a person meets it: each test goes on from the one before. */
let clone: Clone;
let port: string;

beforeAll(async () => {
  clone = makeClone(inject('mariadb').folder);
  port = String(await freePort());
});
afterEach(() => clone.killAll());

const npmStart = (): Running => clone.run(['npm', 'start'], { PORT: port });
const READY = 'Ctrl-C stops it.';

/** Signs in with what the program printed, and asks for the summary. */
async function readSummary(output: string): Promise<Record<string, number>> {
  const origin = `http://localhost:${port}`;
  // A bare machine may not know the name localhost.
  const address = `http://127.0.0.1:${port}`;
  const [, email] = /Sign in as +(\S+)/.exec(output) ?? [];
  const [, password] = /Password +(\S+)/.exec(output) ?? [];
  const signedIn = await fetch(`${address}/casetool/api/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: origin, 'Sec-Fetch-Site': 'same-origin' },
    body: JSON.stringify({ email, password }),
  });
  const cookie = signedIn.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
  const report = await fetch(`${address}/casetool/api/net-billing`, {
    headers: { cookie: cookie.join('; ') },
  });
  const { data } = (await report.json()) as { data: { summary: Record<string, number> } };
  return data.summary;
}

describe('npm start', () => {
  test('cut short while it loads the rows, leaves nothing running', async () => {
    const start = npmStart();
    await start.printed('Loading 5,000 of');
    start.signal('SIGINT');
    expect(await start.ended).toBe(130);
    expect(start.output()).toContain('Creating the database …');
    expect(clone.leftovers()).toEqual([]);
  });

  test('loads them all the next time, says where it runs, and lets its administrator in', async () => {
    const start = npmStart();
    await start.printed(READY);
    expect(start.output()).toMatch(/Loading (\d\d,\d{3}) of \1 rows/);
    expect(start.output()).toContain(`http://localhost:${port}/casetool/net-billing`);
    const summary = await readSummary(start.output());
    expect(summary).toMatchObject({ total_users: 30, active_users: 26, unpriced_operations: 0 });
    expect(start.output()).toContain(`of ${summary.total_operations?.toLocaleString('en-US')} rows`);
  });

  test('killed outright, takes all that it started with it', async () => {
    const start = npmStart();
    await start.printed(READY);
    start.signal('SIGKILL');
    await expect.poll(() => clone.leftovers(), { timeout: 15_000 }).toEqual([]);
  });

  test('keeps its folder to its user, and no account file in it', () => {
    const state = path.join(clone.folder, '.casetool');
    expect(statSync(state).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(state, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(path.join(state, 'mariadb'))).not.toContain('accounts.sql');
  });

  test('recovers from having been killed, with the same data and the same password, without loading again', async () => {
    const start = npmStart();
    await start.printed(READY);
    expect(start.output()).not.toMatch(/Creating|Loading|Building/);
    expect(await readSummary(start.output())).toMatchObject({ total_users: 30, active_users: 26 });

    const second = clone.run(['npm', 'start'], { PORT: String(await freePort()) });
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`It already runs at http://localhost:${port} (process `);

    start.signal('SIGTERM');
    expect(await start.ended).toBe(0);
    expect(clone.leftovers()).toEqual([]);
  });

  test('cut short while it builds, leaves no build that looks whole', async () => {
    writeFileSync(path.join(clone.folder, 'lib/changed.ts'), 'export {};\n');
    const start = npmStart();
    await start.printed('Building …');
    expect(existsSync(path.join(clone.folder, '.next/built-from'))).toBe(false);
    start.signal('SIGINT');
    expect(await start.ended).toBe(130);
    expect(clone.leftovers()).toEqual([]);
    expect(existsSync(path.join(clone.folder, '.next/built-from'))).toBe(false);
  });

  test('says of a data folder that is broken which one to move away, and where the log is', async () => {
    const folder = path.join(clone.folder, '.casetool/mariadb');
    writeFileSync(path.join(folder, 'data/ibdata1'), 'not a database');
    const start = npmStart();
    expect(await start.ended).toBe(1);
    const lines = start
      .output()
      .split('\n')
      .filter((line) => line.includes(folder));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("can't be opened");
    expect(lines[0]).toContain(`${folder}/error.log`);
    expect(lines[0]).toContain(`mv '${folder}' '${folder}.broken'`);
    expect(clone.leftovers()).toEqual([]);
  });
});
