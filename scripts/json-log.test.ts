import { expect, test } from 'vitest';
import { toLine } from './json-log.mjs';

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
