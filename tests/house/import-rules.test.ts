import { describe, expect, test } from 'vitest';
import { reachedFrom, type SourceFile, sourceFiles } from './source-files';

const files = sourceFiles('app', 'lib', 'scripts', 'db', 'bench');
const inside = (folder: string) => files.filter(({ path }) => path.startsWith(`${folder}/`));
const isOurs = (from: string) => /^(app|lib|scripts|db|bench|tests|styles)\//.test(from);

/** Imports of some files that a rule does not allow, as `file → import`. */
const breaches = (sources: readonly SourceFile[], allowed: (from: string) => boolean): string[] =>
  sources.flatMap(({ path, imports }) =>
    imports.filter(({ from }) => !allowed(from)).map(({ from }) => `${path} → ${from}`),
  );

test('the rules are applied to something', () => {
  expect(inside('lib/billing').length).toBeGreaterThan(8);
  expect(inside('lib/server').length).toBeGreaterThan(15);
  expect(inside('app').length).toBeGreaterThan(15);
});

describe('imports only go down', () => {
  test('nothing imports app', () => {
    const others = files.filter(({ path }) => !path.startsWith('app/'));
    expect(breaches(others, (from) => !from.startsWith('app/'))).toEqual([]);
  });

  test('app imports lib and styles', () => {
    const allowed = (from: string) => !isOurs(from) || /^(app|lib\/server|lib\/billing|styles)\//.test(from);
    expect(breaches(inside('app'), allowed)).toEqual([]);
  });

  test('lib/server imports itself and lib/billing', () => {
    const allowed = (from: string) => !isOurs(from) || /^lib\/(server|billing)\//.test(from);
    expect(breaches(inside('lib/server'), allowed)).toEqual([]);
  });

  test('lib/billing imports itself, zod, papaparse and a date library', () => {
    const allowed = (from: string) =>
      from.startsWith('lib/billing/') || ['zod', 'papaparse', 'temporal-polyfill'].includes(from);
    expect(breaches(inside('lib/billing'), allowed)).toEqual([]);
  });

  test('app asks no database: only lib/server/db does', () => {
    const others = files.filter(
      ({ path }) => /^(app|lib)\//.test(path) && !path.startsWith('lib/server/db/'),
    );
    expect(breaches(others, (from) => !from.startsWith('mysql2'))).toEqual([]);
    expect(breaches(inside('app'), (from) => !from.startsWith('lib/server/db/'))).toEqual([]);
  });

  test('the columnar engine is reached through the replica alone', () => {
    const others = files.filter(({ path }) => !path.startsWith('lib/server/replica/'));
    expect(breaches(others, (from) => !from.startsWith('@duckdb'))).toEqual([]);
  });
});

describe('the browser gets', () => {
  const clients = files.filter(({ text }) => text.startsWith("'use client'"));

  test.each(clients.map(({ path }) => path))('nothing of the server through %s', (path) => {
    const reached = [...reachedFrom(path, files)];
    expect(reached.filter((from) => from.startsWith('lib/server/') || from === 'server-only')).toEqual([]);
    expect(reached.filter((from) => from.startsWith('node:'))).toEqual([]);
  });

  test.each(clients.map(({ path }) => path))('neither zod nor a time zone library through %s', (path) => {
    const reached = [...reachedFrom(path, files)];
    expect(reached.filter((from) => ['zod', 'temporal-polyfill'].includes(from))).toEqual([]);
  });
});

describe('everything in its room', () => {
  test('every file of lib/server keeps itself out of the browser with its first line', () => {
    const open = inside('lib/server').filter(({ text }) => !text.startsWith("import 'server-only';"));
    expect(open.map(({ path }) => path)).toEqual([]);
  });

  test('process.env is read in env.ts alone', () => {
    const readers = files.filter(
      ({ path, text }) => /^(app|lib)\//.test(path) && text.includes('process.env'),
    );
    expect(readers.map(({ path }) => path)).toEqual(['lib/server/env.ts']);
  });

  test('SQL is written in lib/server/db alone, and that of the replica in its room', () => {
    const writers = files.filter(
      ({ path, text }) =>
        /^(app|lib)\//.test(path) &&
        /\b(SELECT\s[\s\S]+?\sFROM|INSERT INTO|DELETE FROM|UPDATE \w+ SET)\s/.test(text),
    );
    const others = writers.filter(({ path }) => !/^lib\/server\/(db|replica)\//.test(path));
    expect(others.map(({ path }) => path)).toEqual([]);
  });

  test('the program writes nothing to the database', () => {
    const writers = inside('lib/server/db').filter(({ text }) =>
      /\b(INSERT|REPLACE|UPDATE|DELETE|ALTER|DROP|CREATE|TRUNCATE|GRANT)\s+(INTO|FROM|TABLE|INDEX|VIEW|DATABASE|\w+ SET)\b/.test(
        text,
      ),
    );
    expect(writers.map(({ path }) => path)).toEqual([]);
  });

  test('no file hides behind a name that says nothing', () => {
    const vague = files.filter(({ path }) => /(^|\/)(index|utils?|helpers?|misc|common)(\.|\/)/.test(path));
    expect(vague.map(({ path }) => path)).toEqual([]);
  });

  test('no file is too long to be one thing', () => {
    const long = files.filter(({ text }) => text.split('\n').length > 350);
    expect(long.map(({ path }) => path)).toEqual([]);
  });
});
