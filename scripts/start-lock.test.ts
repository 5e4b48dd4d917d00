import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTimeOf } from './process-table';
import { takeStartLock } from './start-lock';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const lockFile = () => path.join(folder, 'start.lock');

test('a second start is told where the first one runs', async () => {
  await takeStartLock(folder, 'http://localhost:3000');
  await expect(takeStartLock(folder, 'http://localhost:3001')).rejects.toThrow(
    `It already runs at http://localhost:3000 (process ${process.pid}): stop that one first.`,
  );
});

test('when the first one ends, the next may start', async () => {
  const giveBack = await takeStartLock(folder, 'http://localhost:3000');
  await giveBack();
  expect(existsSync(lockFile())).toBe(false);
  await takeStartLock(folder, 'http://localhost:3001');
});

test.each([
  ['a process that is no more', { pid: 2 ** 30, startTime: '1', address: '' }],
  ['a process whose number another one has by now', { pid: process.pid, startTime: 'another', address: '' }],
  ['nobody that can be made out', 'half a file'],
])('the lock of %s does not count', async (_, holder) => {
  writeFileSync(lockFile(), JSON.stringify(holder));
  await expect(takeStartLock(folder, 'http://localhost:3000')).resolves.toBeTypeOf('function');
});

test('a process is told from another of the same number by the time at which it started', () => {
  expect(startTimeOf(process.pid)).toBe(startTimeOf(process.pid));
  expect(startTimeOf(process.pid)).not.toBe(startTimeOf(process.ppid));
  expect(startTimeOf(2 ** 30)).toBeNull();
});
