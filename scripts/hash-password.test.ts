import { spawnSync } from 'node:child_process';
import { expect, test, vi } from 'vitest';
import { passwordMatches } from '@/lib/server/password';
import { ROOT } from './root';

// npm, a TypeScript loader and a hash that is slow on purpose.
vi.setConfig({ testTimeout: 30_000 });

const run = (input: string) =>
  spawnSync('npm', ['run', '--silent', 'hash-password'], { cwd: ROOT, input, encoding: 'utf8' });

test('the hash of the first line is printed, and the password matches it', async () => {
  const { stdout, status } = run('correct horse battery staple\nanother line\n');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^scrypt:[\w:-]+\n$/);
  expect(await passwordMatches('correct horse battery staple', stdout.trim())).toBe(true);
});

test.each(['', '\n', 'too short\n'])('%j is refused', (input) => {
  const { stdout, stderr, status } = run(input);
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain('at least 12 characters');
});
