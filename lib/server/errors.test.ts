import { expect, test, vi } from 'vitest';
import * as here from './errors';

test('an error of a module that was loaded a second time is known, and taken for no other', async () => {
  vi.resetModules();
  const there = await import('./errors');
  expect(there.DatabaseUnavailableError).not.toBe(here.DatabaseUnavailableError);
  const thrown = new there.DatabaseUnavailableError('gone');
  expect(thrown).toBeInstanceOf(here.DatabaseUnavailableError);
  expect(thrown).toBeInstanceOf(Error);
  expect(thrown).not.toBeInstanceOf(here.DatabaseTimeoutError);
  expect(new Error('plain')).not.toBeInstanceOf(here.DatabaseUnavailableError);
  expect('DatabaseUnavailableError').not.toBeInstanceOf(here.DatabaseUnavailableError);
});
