import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** One source file: its path from the root, with forward slashes, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

export interface Import {
  /** As written: a package, or the path from the root of a file of ours. */
  readonly from: string;
  /** Erased by the compiler: nothing of it is there at run time. */
  readonly typeOnly: boolean;
}

export const readRootFile = (name: string): string => readFileSync(path.join(ROOT, name), 'utf8');

/** The TypeScript and JavaScript files below some folders of the root, without tests. */
export function sourceFiles(...folders: readonly string[]): SourceFile[] {
  return folders
    .flatMap((folder) =>
      readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        path.posix.join(folder, name.replaceAll(path.sep, '/')),
      ),
    )
    .filter((name) => /\.(tsx?|mjs)$/.test(name) && !/\.test\.tsx?$/.test(name))
    .filter((name) => statSync(path.join(ROOT, name)).isFile())
    .map(sourceFile);
}

function sourceFile(name: string): SourceFile {
  const text = readRootFile(name);
  return { path: name, text, imports: importsOf(name, text) };
}

const STATEMENT = /^(?:import|export)\s+(type\s+)?(?:([^'";]*?)\sfrom\s+)?['"]([^'"]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

function importsOf(file: string, text: string): Import[] {
  const statements = [...text.matchAll(STATEMENT)].map(([, type, names, from = '']) => ({
    from: resolve(file, from),
    typeOnly: type !== undefined || (names !== undefined && isOnlyTypes(names)),
  }));
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, from = '']) => ({
    from: resolve(file, from),
    typeOnly: false,
  }));
  return [...statements, ...dynamic];
}

/** `{ type A, type B }` */
const isOnlyTypes = (names: string): boolean =>
  names.startsWith('{') &&
  names
    .replace(/[{}]/g, '')
    .split(',')
    .filter((name) => name.trim() !== '')
    .every((name) => name.trim().startsWith('type '));

function resolve(file: string, from: string): string {
  const own = from.startsWith('@/')
    ? from.slice(2)
    : from.startsWith('.')
      ? path.posix.join(path.posix.dirname(file), from)
      : null;
  if (own === null) return from;
  const candidates = [own, `${own}.ts`, `${own}.tsx`, `${own}.mjs`];
  return candidates.find((name) => existsSync(path.join(ROOT, name)) && /\.\w+$/.test(name)) ?? own;
}

/** Every file and package that is there at run time where `file` is: what it imports, and what those import. */
export function reachedFrom(file: string, files: readonly SourceFile[]): Set<string> {
  const byPath = new Map(files.map((source) => [source.path, source]));
  const reached = new Set<string>();
  const visit = (name: string) => {
    for (const { from, typeOnly } of byPath.get(name)?.imports ?? []) {
      if (typeOnly || reached.has(from)) continue;
      reached.add(from);
      visit(from);
    }
  };
  visit(file);
  return reached;
}
