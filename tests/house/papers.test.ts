import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { callHeadings } from '@/lib/billing/call-csv';
import type { CsvFile } from '@/lib/billing/csv-file';
import { InvalidQueryError } from '@/lib/billing/invalid-query';
import { modelsToCsv, reportToCsv, usersToCsv } from '@/lib/billing/report-csv';
import { FILTER_NAMES, PERIOD_NAMES, SORT_KEYS, SORT_ORDERS } from '@/lib/billing/report-parameters';
import { parseReportQuery } from '@/lib/billing/report-query';
import { parseEnv } from '@/lib/server/env';
import { ROOT } from '@/scripts/root';
import { codeBlock, firstColumn, paper, section } from '../setup/papers';
import { sourceFiles } from './source-files';

const readme = paper('README.md');
const feature = paper('NET_BILLING_FEATURE.md');
const example = paper('.env.example');
const decisions = readdirSync(path.join(ROOT, 'docs/decisions')).map((name) => `docs/decisions/${name}`);
const papers = [
  'README.md',
  'NET_BILLING_FEATURE.md',
  'docs/scale.md',
  'docs/sessions.md',
  'db/sample/README.md',
  ...decisions,
];

/** The first group of every match, each once, sorted. */
const found = (text: string, pattern: RegExp): string[] =>
  [...new Set([...text.matchAll(pattern)].map(([, group = '']) => group))].sort();

describe('the configuration', () => {
  const read = found(paper('lib/server/env.ts'), /^ {2}([A-Z][A-Z_]+):/gm);
  const inExample = new Map(
    [...example.matchAll(/^#([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  );
  const table = section(readme, 'Configuration');
  const required = {
    DB_HOST: 'host',
    DB_USER: 'user',
    DB_NAME: 'name',
    CASETOOL_PASSWORD: 'twelve or more',
    SESSION_SECRET: 's'.repeat(32),
  };

  test('is all of the variables that the program reads, and no other, in .env.example', () => {
    expect(read.length).toBeGreaterThan(12);
    expect([...inExample.keys()].sort()).toEqual(read);
  });

  test('is all of the variables that the program reads, and no other, in the README', () => {
    expect(found(firstColumn(table).join('\n'), /`([A-Z_]+)`/g)).toEqual(read);
  });

  const defaults = [...table.matchAll(/^\| `([A-Z_]+)` \|.*\| `([^`]+)`[^|]*\|$/gm)].map(
    ([, name = '', value = '']) => [name, value] as const,
  );

  test.each(defaults)('has the default that the papers name: %s is %s', (name, value) => {
    expect(parseEnv({ ...required, [name]: value })).toEqual(parseEnv(required));
    expect(inExample.get(name)).toBe(value);
  });

  test('of .env.example is accepted by the program once the secrets are filled in', () => {
    const { CASETOOL_PASSWORD, SESSION_SECRET } = required;
    const filled = { ...Object.fromEntries(inExample), CASETOOL_PASSWORD, SESSION_SECRET };
    expect(() => parseEnv(filled)).not.toThrow();
    expect(() => parseEnv(Object.fromEntries(inExample))).toThrow(
      /^CASETOOL_PASSWORD .*\nSESSION_SECRET .*$/,
    );
  });
});

describe('the README', () => {
  const scripts = Object.keys(JSON.parse(paper('package.json')).scripts).sort();
  const named = (text: string) => found(text, /\bnpm (?:run )?(start|test|(?<=run )[a-z-]+)/g);

  test('names every command of the project', () => {
    expect(named(readme)).toEqual(expect.arrayContaining(scripts));
  });

  test.each(papers)('and every other paper names only commands that exist: %s', (name) => {
    expect(named(paper(name)).filter((command) => !scripts.includes(command))).toEqual([]);
  });

  test('shows a screenshot that is 1,440 pixels wide and has less than 300 kB', () => {
    const png = readFileSync(path.join(ROOT, 'docs/screenshot.png'));
    expect(readme).toContain('](docs/screenshot.png)');
    // The width stands in the first chunk, after the signature, a length and a name.
    expect(png.readUInt32BE(16)).toBe(1440);
    expect(png.length).toBeLessThan(300_000);
  });

  test('shows the tree as it is', () => {
    const tree = section(readme, 'The tree');
    const lines = [...tree.matchAll(/^ {4}( *)([\w-]+)\/(?: |$)/gm)];
    const top = lines.filter(([, indent]) => indent === '').map(([, , name = '']) => name);
    let parent = '';
    for (const [, indent, name = ''] of lines) {
      if (indent === '') parent = name;
      const folder = indent === '' ? name : `${parent}/${name}`;
      expect(existsSync(path.join(ROOT, folder)), folder).toBe(true);
    }
    const ignored = paper('.gitignore').split('\n');
    const folders = readdirSync(ROOT, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .filter((name) => !ignored.includes(`${name}/`));
    expect([...top].sort()).toEqual(folders.sort());
  });
});

describe('the documentation of the API', () => {
  const table = section(feature, 'The question');
  const parameters = found(firstColumn(table).join('\n'), /`(\w+)`/g);

  test.each(parameters)('names only parameters that there are: %s', (name) => {
    const issues = issuesOf(new URLSearchParams({ [name]: '\u0000' }));
    expect(issues).not.toContain('is not a parameter of this report');
  });

  test('names every value of those that have a list', () => {
    expect(parameters).toEqual(expect.arrayContaining([...FILTER_NAMES]));
    for (const value of [...PERIOD_NAMES, ...SORT_KEYS, ...SORT_ORDERS])
      expect(table).toContain(`\`${value}\``);
  });

  const issuesOf = (question: URLSearchParams): string[] => {
    try {
      parseReportQuery(question);
      return [];
    } catch (error) {
      return error instanceof InvalidQueryError
        ? error.issues.map(({ message }) => message)
        : [String(error)];
    }
  };
});

describe('the documentation of the metrics', () => {
  test('has every metric of the program, and no other', () => {
    const sources = sourceFiles('lib/server')
      .map(({ text }) => text)
      .join('\n');
    const named = found(firstColumn(section(feature, 'Metrics')).join('\n'), /`(net_billing_\w+)`/g);
    expect(named).toEqual(found(sources, /'(net_billing_\w+)'/g));
  });
});

describe('the documentation of the files', () => {
  const { data } = JSON.parse(codeBlock(feature, 'json', 'An example'));
  const lines = ({ pieces }: CsvFile) => [...pieces].join('').replace('\uFEFF', '').replaceAll('\r\n', '\n');
  const headings = (file: CsvFile) => lines(file).split('\n')[0]?.split(',');
  const columns = (after: string) =>
    firstColumn(
      section(feature, 'The CSV files').split(`Columns of the ${after}:`)[1]?.split('\n\n')[1] ?? '',
    )
      .flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)])
      .map(([, name]) => name);

  test('shows the file that the example of the API becomes', () => {
    const context = { exportedAt: new Date('2026-05-02T04:31:00Z'), filters: { model: [], operation: [] } };
    expect(lines(reportToCsv(data, context))).toBe(codeBlock(feature, 'csv', 'The CSV files'));
  });

  test('names every column, in the order of the file', () => {
    expect(columns('users')).toEqual(headings(usersToCsv(data)));
    expect(columns('models')).toEqual(headings(modelsToCsv(data)));
    expect(columns('calls')).toEqual(headings({ name: '', pieces: [callHeadings('Asia/Kolkata')] }));
  });

  test('gives the rule of what is defused as the program has it', () => {
    const [, rule] = /^const FORMULA_START = \/(.*)\/u;$/m.exec(paper('lib/billing/csv-cell.ts')) ?? [];
    expect(section(feature, 'The CSV files')).toContain(`\n    ${rule}\n`);
  });
});

describe('the troubleshooting', () => {
  const printed = sourceFiles('lib', 'scripts', 'app')
    .map(({ text }) => text)
    .join('\n');
  const messages = found(firstColumn(section(feature, 'Troubleshooting')).join('\n'), /`([^`]*[ …][^`]*)`/g);

  test('covers many messages', () => expect(messages.length).toBeGreaterThan(30));

  test.each(messages)('tells of what the program really prints: %s', (message) => {
    for (const part of message.split('…')) expect(printed.includes(part.trim()), part).toBe(true);
  });
});

describe('every paper', () => {
  const anchors = (text: string) =>
    found(text, /^#+ (.*)$/gm).map((title) =>
      title
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    );

  test.each(papers)('links to what is there: %s', (name) => {
    for (const link of found(paper(name), /\]\((?!https?:)([^)]+)\)/g)) {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? name : path.posix.join(path.posix.dirname(name), file);
      expect(existsSync(path.join(ROOT, target)), link).toBe(true);
      if (anchor !== undefined) expect(anchors(paper(target)), link).toContain(anchor);
    }
  });

  test.each([...papers, '.env.example', 'Dockerfile', 'compose.yaml', 'docker/create-accounts.sh'])(
    'is true on any machine: no host of a registry, no folder of one person in %s',
    (name) => {
      expect(paper(name)).not.toMatch(/registry\.\w|npmjs|\/(home|root|tmp|work|Users)\//);
    },
  );

  test.each(decisions.map((name, index) => [name, index + 1] as const))(
    '%s is decision %i',
    (name, number) => {
      expect(name).toMatch(new RegExp(`/${String(number).padStart(4, '0')}-[a-z0-9-]+\\.md$`));
      const text = paper(name);
      expect(text).toMatch(new RegExp(`^# ${number}\\. .+\n\n\\d{1,2} \\w+ \\d{4}\n\n## Context\n`));
      expect(found(text, /^## (.*)$/gm)).toEqual(['Consequence', 'Context', 'Decision']);
    },
  );
});
