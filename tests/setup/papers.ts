import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '@/scripts/root';

/** The text of a file, by its path from the root. */
export const paper = (name: string): string => readFileSync(path.join(ROOT, name), 'utf8');

/**
 * What stands under a heading of a Markdown text, with the headings below it.
 * @throws Error where there is no such heading
 */
export function section(text: string, title: string): string {
  const [heading = '', marks = ''] = new RegExp(`^(#+) ${title}$`, 'm').exec(text) ?? [];
  if (heading === '') throw new Error(`There is no heading "${title}"`);
  const [, after = ''] = text.split(`${heading}\n`);
  // A comment in a code block looks like a heading of the first level, which no section stands beside.
  return after.split(new RegExp(`^#{2,${Math.max(2, marks.length)}} `, 'm'))[0] ?? '';
}

/**
 * The first code block of a language under a heading.
 * @throws Error where there is none
 */
export function codeBlock(text: string, language: string, title: string): string {
  const [, code] = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'ms').exec(section(text, title)) ?? [];
  if (code === undefined) throw new Error(`There is no ${language} under "${title}"`);
  return code;
}

/** The cells of the first column of every table in a text, without the heads. */
export function firstColumn(text: string): string[] {
  const rows = [...text.matchAll(/^\| (.*?) \|/gm)].map(([, cell = '']) => cell);
  return rows.filter((cell, index) => cell !== '---' && rows[index + 1] !== '---');
}
