import { expect, test } from 'vitest';
import { readRootFile } from './source-files';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version: string }>>;
}

const lockText = readRootFile('package-lock.json');
const lock: Lock = JSON.parse(lockText);
const manifest = JSON.parse(readRootFile('package.json'));

/** Below these versions are known holes: see docs/decisions. */
const FLOORS = { next: '16.4.5', mysql2: '3.24.6', papaparse: '5.7.1', zod: '4.6.7' };

const parts = (version: string) => version.split('-', 1)[0]?.split('.').map(Number) ?? [];

function isAtLeast(version: string, floor: string): boolean {
  const [have, need] = [parts(version), parts(floor)];
  const differs = need.findIndex((part, index) => part !== have[index]);
  return differs === -1 || (have[differs] ?? 0) > (need[differs] ?? 0);
}

test.each([
  ['16.4.5', '16.4.5', true],
  ['16.4.10', '16.4.5', true],
  ['16.4.4', '16.4.5', false],
  ['17.0.0', '16.4.5', true],
  ['15.9.9', '16.4.5', false],
])('%s is at least %s: %s', (version, floor, answer) => {
  expect(isAtLeast(version, floor)).toBe(answer);
});

test.each(Object.entries(FLOORS))('every installed %s is at least %s', (name, floor) => {
  const versions = Object.entries(lock.packages)
    .filter(([path]) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`))
    .map(([, { version }]) => version);
  expect(versions).not.toEqual([]);
  for (const version of versions) expect(isAtLeast(version, floor), version).toBe(true);
});

test('every version is exact: two installations have the same parts', () => {
  const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  for (const [name, version] of versions) expect(`${name} ${version}`).toMatch(/ \d+\.\d+\.\d+$/);
});

test('the lock file records no download addresses', () => {
  expect(lockText).not.toMatch(/"resolved"|https?:\/\/[^"]*\.tgz/);
});
