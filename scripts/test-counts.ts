import { readFile } from 'node:fs/promises';
import { z } from 'zod';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const vitestReport = z.object({ numPassedTests: z.number(), numFailedTests: z.number() });
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
});

/** What vitest's JSON report counts, given the exit code of the run. */
export async function countVitest(file: string, code: number | null): Promise<Counts> {
  const report = vitestReport.safeParse(await readReport(file));
  const counted = report.success
    ? { passed: report.data.numPassedTests, failed: report.data.numFailedTests }
    : null;
  return honest(counted, code);
}

/** What Playwright's JSON report counts, given the exit code of the run. A test that passed only at a second try failed. */
export async function countPlaywright(file: string, code: number | null): Promise<Counts> {
  const report = playwrightReport.safeParse(await readReport(file));
  const counted = report.success
    ? { passed: report.data.stats.expected, failed: report.data.stats.unexpected + report.data.stats.flaky }
    : null;
  return honest(counted, code);
}

/** A run that failed without a failed test (a file that does not load, a crash) is one failure more. */
function honest(counted: Counts | null, code: number | null): Counts {
  const { passed, failed } = counted ?? { passed: 0, failed: 0 };
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed };
}

async function readReport(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return null;
  }
}
