import { request } from 'node:http';
import type { TestServer } from '@/tests/setup/server';
import { millisecondsOf } from './measure';

/** Asks one server as one administrator. */
export interface Asker {
  readonly server: TestServer;
  readonly cookie: string;
}

/** @returns the answer's `data` @throws Error where it is not 200 */
export async function askApi<Answer = { generated_at: string }>(
  { server, cookie }: Asker,
  path: string,
): Promise<Answer> {
  const response = await fetch(`${server.baseUrl}/casetool/api/net-billing${path}`, { headers: { cookie } });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()).data;
}

/** Milliseconds of one question, from sending it to having read its answer. */
export const timeOf = (asker: Asker, path: string): Promise<number> =>
  millisecondsOf(() => askApi(asker, path));

/** Bytes of an answer as it travels, compressed as a browser asks for it. */
export function weightOf({ server, cookie }: Asker, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { cookie, 'Accept-Encoding': 'gzip' };
    request({ port: server.port, path, headers }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () =>
        response.statusCode === 200 ? resolve(bytes) : reject(new Error(`${path}: ${response.statusCode}`)),
      );
      response.on('error', reject);
    })
      .on('error', reject)
      .end();
  });
}
