import { randomBytes, randomInt } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { Failure } from './failure';
import { unwritable } from './state-folder';

const secrets = z.object({ password: z.string().min(12), sessionSecret: z.string().min(32) });

/** What the embedded installation signs in with, and signs sessions with. */
export type Secrets = z.infer<typeof secrets>;

/** The secrets that the first start made and every later one finds. @throws Failure where the file can't be used */
export async function keepSecrets(folder: string): Promise<Secrets> {
  const file = path.join(folder, 'secrets.json');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new Failure(`${file} can't be read (${error.code}).`);
  });
  return text === null ? makeSecrets(file) : parseSecrets(file, text);
}

function parseSecrets(file: string, text: string): Secrets {
  try {
    return secrets.parse(JSON.parse(text));
  } catch {
    throw new Failure(`${file} is damaged: remove it, and the next start makes a new password.`);
  }
}

async function makeSecrets(file: string): Promise<Secrets> {
  const made = { password: makePassword(), sessionSecret: randomBytes(48).toString('base64url') };
  try {
    // In one step, so that a start that is cut short leaves the whole file or none.
    await writeFile(`${file}.new`, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
    await rename(`${file}.new`, file);
  } catch (error) {
    throw unwritable(error);
  }
  return made;
}

/** 80 bits in four groups, without characters that are taken for others: easy to read from a terminal. */
function makePassword(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}
