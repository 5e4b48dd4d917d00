import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './child-process.mjs';
import { Failure } from './failure';
import { ROOT } from './root';
import { TOOL_VARIABLES } from './tool-variables';

/** What the build is made of. */
const SOURCES = [
  'app',
  'lib',
  'styles',
  'public',
  'instrumentation.ts',
  'next.config.mjs',
  'tsconfig.json',
  'package-lock.json',
];

export interface BuildOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (text: string) => void;
}

/**
 * Builds the program unless the last build that came to its end was made of the same sources. The mark of a
 * build is taken away before it is replaced, so one that was cut short is made again.
 * @throws Failure with the end of what the build printed
 */
export async function buildIfChanged({ signal, onProgress }: BuildOptions = {}): Promise<void> {
  const mark = path.join(ROOT, process.env.NEXT_DIST_DIR || '.next', 'built-from');
  const sources = await hashOf(SOURCES);
  if ((await readFile(mark, 'utf8').catch(() => '')) === sources) return;

  await rm(mark, { force: true });
  onProgress?.('Building …');
  const { code, output } = await run(
    process.execPath,
    [path.join(ROOT, 'node_modules/next/dist/bin/next'), 'build'],
    {
      cwd: ROOT,
      env: { ...process.env, ...TOOL_VARIABLES, NODE_ENV: 'production' },
      signal,
    },
  );
  if (code !== 0) throw new Failure(`The build failed:\n${output.trim()}`);
  await writeFile(mark, sources);
}

async function hashOf(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of (await Promise.all(paths.map(filesIn))).flat()) {
    const content = await readFile(path.join(ROOT, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** The files of a folder, or the one file, sorted; tests are not part of a build. */
async function filesIn(relative: string): Promise<string[]> {
  const absolute = path.join(ROOT, relative);
  const found = await stat(absolute).catch(() => null);
  if (!found) return [];
  if (found.isFile()) return [relative];
  const entries = await readdir(absolute, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
    .sort();
}
