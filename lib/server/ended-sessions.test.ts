import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EndedSessions } from './ended-sessions';
import { ABSOLUTE_SECONDS } from './session-token';

const now = new Date('2026-04-01T09:00:00Z');
const seconds = now.getTime() / 1000;
const session = (id: string, expiresIn = 3600) => ({ id, absoluteExpiry: seconds + expiresIn });

let stateDir: string;
beforeEach(async () => {
  stateDir = await mkdtemp(path.join(tmpdir(), 'ended-sessions-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(stateDir, { recursive: true });
});
const files = () => readdir(path.join(stateDir, 'ended-sessions'));

describe('an ended session', () => {
  test('stays ended for the process that ended it, and no other session does', async () => {
    const ended = new EndedSessions(stateDir);
    expect(await ended.end(session('a'), now)).toBe(true);
    expect(await ended.has(session('a'))).toBe(true);
    expect(await ended.has(session('b'))).toBe(false);
  });

  test('stays ended after a restart', async () => {
    await new EndedSessions(stateDir).end(session('a'), now);
    expect(await new EndedSessions(stateDir).has(session('a'))).toBe(true);
  });

  test('is ended for another process that has looked before', async () => {
    const [here, there] = [new EndedSessions(stateDir), new EndedSessions(stateDir)];
    expect(await there.has(session('a'))).toBe(false);
    await here.end(session('a'), now);
    expect(await there.has(session('a'))).toBe(true);
    await here.end(session('b'), now);
    expect(await there.has(session('b'))).toBe(true);
  });

  test('is not lost when many are ended at the same time by two processes', async () => {
    const processes = [new EndedSessions(stateDir), new EndedSessions(stateDir)];
    const ids = Array.from({ length: 50 }, (_, index) => `session-${index}`);
    await Promise.all(ids.map((id, index) => processes[index % 2]?.end(session(id), now)));
    const third = new EndedSessions(stateDir);
    expect(await Promise.all(ids.map((id) => third.has(session(id))))).not.toContain(false);
  });

  test('is forgotten with its file once it would have expired anyway', async () => {
    const ended = new EndedSessions(stateDir);
    await ended.end(session('old'), now);
    const tomorrow = new Date(now.getTime() + 2 * ABSOLUTE_SECONDS * 1000);
    await ended.end({ id: 'new', absoluteExpiry: tomorrow.getTime() / 1000 + 3600 }, tomorrow);
    expect(await files()).toHaveLength(1);
    expect(await ended.has(session('old'))).toBe(false);
  });

  test('is kept in a file that only its owner may read', async () => {
    await new EndedSessions(stateDir).end(session('a'), now);
    const [name = ''] = await files();
    const { mode } = await stat(path.join(stateDir, 'ended-sessions', name));
    expect(mode & 0o777).toBe(0o600);
  });
});

describe('what a fault left in the file', () => {
  const damage = async (change: (file: string) => Promise<void>) => {
    await new EndedSessions(stateDir).end(session('a'), now);
    const [name = ''] = await files();
    await change(path.join(stateDir, 'ended-sessions', name));
  };

  test('half a line spoils neither the session before nor the one after it', async () => {
    await damage((file) => appendFile(file, '\nhalf'));
    await new EndedSessions(stateDir).end(session('b'), now);
    const ended = new EndedSessions(stateDir);
    expect(await ended.has(session('a'))).toBe(true);
    expect(await ended.has(session('b'))).toBe(true);
  });

  test('a line that is being written is read when it is whole', async () => {
    const reader = new EndedSessions(stateDir);
    await damage((file) => appendFile(file, '\nhal'));
    expect(await reader.has(session('half'))).toBe(false);
    await damage((file) => appendFile(file, 'f\n'));
    expect(await reader.has(session('half'))).toBe(false);
    await damage(async (file) =>
      writeFile(file, (await readFile(file, 'utf8')).replace('\nhal\n', '\nhalf\n')),
    );
    expect(await new EndedSessions(stateDir).has(session('half'))).toBe(true);
  });

  test('a file that was emptied does not bring back what this process has ended or read', async () => {
    const reader = new EndedSessions(stateDir);
    await damage(async () => {});
    expect(await reader.has(session('a'))).toBe(true);
    await damage((file) => writeFile(file, ''));
    expect(await reader.has(session('a'))).toBe(true);
  });
});

describe('without a folder to write to', () => {
  test('the session ends for this process, and the caller hears that it is not written down', async () => {
    const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await writeFile(path.join(stateDir, 'ended-sessions'), 'a file where the folder should be');
    const ended = new EndedSessions(stateDir);
    expect(await ended.has(session('a'))).toBe(false);
    expect(await ended.end(session('a'), now)).toBe(false);
    expect(await ended.has(session('a'))).toBe(true);
    expect(log).toHaveBeenCalledTimes(1);
  });

  test('an unreadable file is said once, not at every request', async () => {
    const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const span = Math.floor((seconds + 3600) / ABSOLUTE_SECONDS);
    await mkdir(path.join(stateDir, 'ended-sessions', String(span)), { recursive: true });
    const ended = new EndedSessions(stateDir);
    expect(await ended.has(session('a'))).toBe(false);
    expect(await ended.has(session('a'))).toBe(false);
    expect(log).toHaveBeenCalledTimes(1);
  });
});
