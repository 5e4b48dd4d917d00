import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { findCommand } from '@/scripts/find-command';
import { measureInTurns, median } from './measure';
import type { Asker } from './questions';
import type { Subject } from './subject';
import { watchMemory } from './viewing';

export interface FileFigures {
  /** Milliseconds of `mariadb --batch` writing every call to a file, median. */
  readonly batch: number;
  /** Milliseconds of the CSV file of every call, median. */
  readonly calls: number;
  /** By how much the server's memory grew meanwhile, in MB: the most against what it was before. */
  readonly growth: number;
}

/** The file of all calls against the database's own client writing the same rows. */
export async function timeFiles(subject: Subject, asker: Asker, rounds: number): Promise<FileFigures> {
  const file = path.join(subject.folder, 'calls.csv');
  const download = () => saveCalls(asker, file);
  const memory = watchMemory(asker.server.pid, 100);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const before = median(memory.samples);
  const { batch, calls } = await measureInTurns(rounds, {
    batch: () => writeBatch(subject, file),
    calls: download,
  });
  memory.stop();
  await rm(file, { force: true });
  return {
    batch: median(batch),
    calls: median(calls),
    growth: (Math.max(...memory.samples) - before) / 2 ** 20,
  };
}

async function saveCalls({ server, cookie }: Asker, file: string): Promise<void> {
  const asked = request({
    port: server.port,
    path: '/casetool/api/net-billing/export/calls',
    // As it is, so that both sides write the same bytes to the disk.
    headers: { cookie, 'Accept-Encoding': 'identity' },
  }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`The file of all calls answered ${response.statusCode}`);
  await pipeline(response, createWriteStream(file));
}

async function writeBatch({ database }: Subject, file: string): Promise<void> {
  const client = findCommand('mariadb') ?? 'mariadb';
  const handle = await open(file, 'w');
  const { host, port, name, reader } = database;
  const child = spawn(
    client,
    [
      '--no-defaults',
      '--batch',
      '--quick',
      `--host=${host}`,
      `--port=${port}`,
      `--user=${reader.user}`,
      `--database=${name}`,
      '--execute=SELECT * FROM api_usage_logs',
    ],
    { stdio: ['ignore', handle.fd, 'inherit'], env: { ...process.env, MYSQL_PWD: reader.password } },
  );
  const [code] = await once(child, 'exit');
  await handle.close();
  if (code !== 0) throw new Error(`mariadb --batch ended with code ${code}`);
}
