import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { hashPassword } from '@/lib/server/password';

/** `npm run hash-password`: reads a password and prints what goes into CASETOOL_PASSWORD in its place. */

const MIN_LENGTH = 12;

const password = await readPassword();
if (password.length < MIN_LENGTH) {
  process.stderr.write(`The password needs at least ${MIN_LENGTH} characters.\n`);
  process.exit(1);
}
process.stdout.write(`${await hashPassword(password)}\n`);

/** The first line of standard input. What is typed into a terminal is not shown. */
async function readPassword(): Promise<string> {
  const terminal = process.stdin.isTTY ?? false;
  if (terminal) process.stderr.write('Password (it is not shown): ');
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
    if (terminal) process.stderr.write('\n');
  }
}
