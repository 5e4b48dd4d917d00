import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { buildIfChanged } from './build';
import { run } from './child-process.mjs';
import { Failure } from './failure';
import { findChromium } from './find-chromium';
import { findMariadb } from './find-mariadb';
import { ROOT, STATE } from './root';
import { runToEnd } from './run-to-end';
import { say } from './say';
import { fetchSpider, findSpider } from './spider-engine';
import { openStateFolder } from './state-folder';
import { installByPackage, type Need as PackagedNeed } from './system-packages';
import { type Counts, countPlaywright, countVitest } from './test-counts';
import { TOOL_VARIABLES } from './tool-variables';

/** `npm test`: every step runs, whatever became of those before it. `npm test -- --only unit,db` runs some of them. */

type Need = PackagedNeed | 'Spider';

interface Step {
  readonly name: string;
  readonly needs?: readonly Need[];
  run(interrupt: AbortSignal): Promise<Counts>;
}

const STEPS: readonly Step[] = [
  { name: 'typecheck', run: (interrupt) => check(['npm', 'run', '--silent', 'typecheck'], interrupt) },
  { name: 'lint', run: (interrupt) => check(['npm', 'run', '--silent', 'lint'], interrupt) },
  { name: 'unit', run: (interrupt) => vitest('unit', interrupt) },
  { name: 'build', run: build },
  { name: 'db', needs: ['MariaDB'], run: (interrupt) => vitest('db', interrupt) },
  { name: 'replica', needs: ['MariaDB'], run: (interrupt) => vitest('replica', interrupt) },
  { name: 'spider', needs: ['MariaDB', 'Spider'], run: (interrupt) => vitest('spider', interrupt) },
  { name: 'http', needs: ['MariaDB'], run: (interrupt) => vitest('http', interrupt) },
  { name: 'start', needs: ['MariaDB'], run: (interrupt) => vitest('start', interrupt) },
  { name: 'e2e', needs: ['MariaDB', 'Chromium'], run: playwright },
];

const PASSED: Counts = { passed: 1, failed: 0 };
const FAILED: Counts = { passed: 0, failed: 1 };

async function test(interrupt: AbortSignal): Promise<number> {
  const steps = chosenSteps();
  await openStateFolder();
  const results: { name: string; seconds: number; counts: Counts }[] = [];
  for (const step of steps) {
    say(`\n── ${step.name} ──`);
    const started = Date.now();
    const counts = await runStep(step, interrupt);
    results.push({ name: step.name, seconds: Math.round((Date.now() - started) / 1000), counts });
  }
  say('');
  for (const { name, seconds, counts } of results)
    say(`${name.padEnd(10)} ${inWords(counts).padEnd(24)} ${seconds} s`);
  const total = {
    passed: results.reduce((sum, { counts }) => sum + counts.passed, 0),
    failed: results.reduce((sum, { counts }) => sum + counts.failed, 0),
  };
  say(inWords(total));
  return total.failed === 0 ? 0 : 1;
}

const inWords = ({ passed, failed }: Counts) => `${passed} passed, ${failed} failed`;

function chosenSteps(): readonly Step[] {
  const flag = process.argv.indexOf('--only');
  if (flag < 0) return STEPS;
  const names = (process.argv[flag + 1] ?? '').split(',');
  const unknown = names.filter((name) => !STEPS.some((step) => step.name === name));
  const known = STEPS.map((step) => step.name).join(', ');
  if (unknown.length > 0) throw new Failure(`--only takes some of ${known}, separated by commas.`);
  return STEPS.filter((step) => names.includes(step.name));
}

async function runStep(step: Step, interrupt: AbortSignal): Promise<Counts> {
  try {
    for (const need of step.needs ?? []) if (!isInstalled(need)) await install(need, interrupt);
    return await step.run(interrupt);
  } catch (error) {
    interrupt.throwIfAborted();
    say(error instanceof Failure ? error.message : String(error instanceof Error ? error.stack : error));
    return FAILED;
  }
}

const FIND: Readonly<Record<Need, () => unknown>> = {
  MariaDB: findMariadb,
  Spider: findSpider,
  Chromium: findChromium,
};

const isInstalled = (need: Need): boolean => FIND[need]() !== null;

const install = (need: Need, interrupt: AbortSignal): Promise<void> =>
  need === 'Spider' ? fetchSpider(interrupt) : installByPackage(need, interrupt);

async function check([command = '', ...args]: readonly string[], signal: AbortSignal): Promise<Counts> {
  const { code } = await run(command, args, { cwd: ROOT, env: variables(), signal, passThrough: true });
  return code === 0 ? PASSED : FAILED;
}

async function build(signal: AbortSignal): Promise<Counts> {
  await buildIfChanged({ signal, onProgress: say });
  return PASSED;
}

function vitest(project: string, signal: AbortSignal): Promise<Counts> {
  return withReport(project, async (report) => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const args = [
      binary('vitest/vitest.mjs'),
      'run',
      '--project',
      project,
      '--passWithNoTests',
      ...reporters,
    ];
    const { code } = await run(process.execPath, args, {
      cwd: ROOT,
      env: variables(),
      signal,
      passThrough: true,
    });
    return countVitest(report, code);
  });
}

function playwright(signal: AbortSignal): Promise<Counts> {
  return withReport('e2e', async (report) => {
    const args = [binary('@playwright/test/cli.js'), 'test', '--reporter=list,json', '--pass-with-no-tests'];
    const env = { ...variables(), PLAYWRIGHT_JSON_OUTPUT_FILE: report };
    const { code } = await run(process.execPath, args, { cwd: ROOT, env, signal, passThrough: true });
    return countPlaywright(report, code);
  });
}

const binary = (file: string) => path.join(ROOT, 'node_modules', file);

/** A NODE_ENV that a person has set would choose another React. */
const variables = (): NodeJS.ProcessEnv => ({
  ...process.env,
  ...TOOL_VARIABLES,
  NODE_ENV: 'test',
});

/** A report of the run before must never be counted as this one's. */
async function withReport(name: string, work: (report: string) => Promise<Counts>): Promise<Counts> {
  const folder = path.join(STATE, `test-report-${process.pid}`);
  await mkdir(folder, { recursive: true });
  try {
    return await work(path.join(folder, `${name}.json`));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await runToEnd(test);
