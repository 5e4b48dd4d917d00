import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { countPlaywright, countVitest } from './test-counts';

const folder = mkdtempSync(path.join(tmpdir(), 'counts-'));
afterAll(() => rmSync(folder, { recursive: true }));

const report = (content: unknown): string => {
  const file = path.join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
};
const playwright = (expected: number, unexpected: number, flaky: number) =>
  report({ stats: { expected, unexpected, flaky } });

describe('the count', () => {
  test('is the runner’s', async () => {
    expect(await countVitest(report({ numPassedTests: 7, numFailedTests: 0 }), 0)).toEqual({
      passed: 7,
      failed: 0,
    });
    expect(await countVitest(report({ numPassedTests: 5, numFailedTests: 2 }), 1)).toEqual({
      passed: 5,
      failed: 2,
    });
    expect(await countPlaywright(playwright(4, 1, 0), 1)).toEqual({ passed: 4, failed: 1 });
  });

  test('takes a test that passed only at a second try for failed', async () => {
    expect(await countPlaywright(playwright(4, 0, 1), 0)).toEqual({ passed: 4, failed: 1 });
  });

  test('has a failure where the run failed and no test did', async () => {
    expect(await countVitest(report({ numPassedTests: 7, numFailedTests: 0 }), 1)).toEqual({
      passed: 7,
      failed: 1,
    });
    expect(await countVitest(report({ numPassedTests: 7, numFailedTests: 0 }), null)).toEqual({
      passed: 7,
      failed: 1,
    });
  });

  test('has a failure where a run that crashed left no report', async () => {
    expect(await countVitest(path.join(folder, 'missing.json'), 1)).toEqual({ passed: 0, failed: 1 });
    expect(await countPlaywright(path.join(folder, 'missing.json'), null)).toEqual({ passed: 0, failed: 1 });
  });
});
