import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepSecrets } from './secrets';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the first start makes a password and a secret that no other user may read', async () => {
  const { password, sessionSecret } = await keepSecrets(folder);
  expect(password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
  expect(sessionSecret.length).toBeGreaterThanOrEqual(32);
  expect(statSync(path.join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
});

test('later starts find the same ones', async () => {
  expect(await keepSecrets(folder)).toEqual(await keepSecrets(folder));
});

test('another installation has others', async () => {
  const first = await keepSecrets(folder);
  rmSync(path.join(folder, 'secrets.json'));
  const second = await keepSecrets(folder);
  expect(second.password).not.toBe(first.password);
  expect(second.sessionSecret).not.toBe(first.sessionSecret);
});

test.each(['', '{}', '{"password":"short","sessionSecret":""}'])(
  'a damaged file is one line that says what to do: %s',
  async (text) => {
    writeFileSync(path.join(folder, 'secrets.json'), text);
    await expect(keepSecrets(folder)).rejects.toThrow('is damaged: remove it');
  },
);
