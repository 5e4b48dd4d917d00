import { afterEach, expect, test, vi } from 'vitest';
import { logConsoleAsJson, toLine } from './json-log.mjs';

test('a line of the log holds no line break and nothing that a terminal acts upon', () => {
  const hostile = 'a\nb\r\u001b[2J\u0085\u2028\u2029\u009b2J\u007f';
  const line = toLine({ message: hostile });
  expect(line).toMatch(/^[\x20-\x7e]+$/);
  expect(JSON.parse(line)).toEqual({ message: hostile });
});

test('a line of the log holds an error with its stack', () => {
  expect(JSON.parse(toLine({ error: new TypeError('broken') }))).toMatchObject({
    error: { name: 'TypeError', message: 'broken', stack: expect.stringContaining('json-log.test') },
  });
});

test('what libraries write to the console is a line of the log, but for what Next says of its own progress', () => {
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const own = { ...console };
  const warnings = process.listeners('warning');
  try {
    logConsoleAsJson();
    console.log('\u001b[32m✓\u001b[39m Running next.config.mjs took 8ms');
    console.log(' ▲ Next.js');
    console.error('⨯ broken\n  at somewhere', new Error('cause'));
    console.log('plain');
  } finally {
    Object.assign(console, own);
    process.removeAllListeners('warning');
    for (const listener of warnings) process.on('warning', listener);
  }
  const lines = written.mock.calls.map(([line]) => JSON.parse(String(line)));
  expect(lines).toMatchObject([
    { level: 'error', message: expect.stringContaining('⨯ broken\n  at somewhere') },
    { level: 'info', message: 'plain' },
  ]);
});

afterEach(() => {
  vi.restoreAllMocks();
});
