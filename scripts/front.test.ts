import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createFront, refuseBroken } from './front.mjs';

type Answer = Parameters<typeof createFront>[0]['answer'];

let server: Server;
afterEach(() => {
  vi.restoreAllMocks();
  server.closeAllConnections();
  server.close();
});

/** A front before something that answers, and its address. */
async function open(answer: Answer, { secure = false } = {}): Promise<string> {
  server = createServer(createFront({ answer, secure, dev: false }));
  server.on('clientError', refuseBroken(secure));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const ok: Answer = async (_request, response) => void response.end('ok');

/** The headers that reach the program behind the front, of a request with these. */
async function headersBehind(headers: Record<string, string>): Promise<IncomingHttpHeaders> {
  let seen: IncomingHttpHeaders = {};
  const url = await open(async (request, response) => {
    seen = request.headers;
    response.end();
  });
  await fetch(url, { headers });
  return seen;
}

/** Sends bytes as they are: fetch would mend them. */
async function sendRaw(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.end(bytes);
  let answer = '';
  for await (const chunk of socket) answer += chunk;
  return answer;
}

describe('what reaches the program', () => {
  test('says who the peer is and which request this is, whatever the client says', async () => {
    const seen = await headersBehind({
      'x-casetool-peer': '10.0.0.1',
      'x-request-id': 'mine',
      'x-nonce': 'mine',
    });
    expect(seen['x-casetool-peer']).toBe('127.0.0.1');
    expect(seen['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(seen['x-nonce']).toMatch(/^[\w+/]{22}==$/);
  });

  test('has none of the headers that only parts of Next may send', async () => {
    const internal = [
      'x-middleware-subrequest',
      'x-middleware-rewrite',
      'x-nextjs-data',
      'x-invoke-path',
      'x-matched-path',
      'x-now-route-matches',
      'next-action',
      'next-resume',
    ];
    const seen = await headersBehind(Object.fromEntries(internal.map((name) => [name, '1'])));
    expect(Object.keys(seen).filter((name) => internal.includes(name))).toEqual([]);
  });
});

describe('every answer', () => {
  test('carries the security headers, and a nonce and a request id of its own', async () => {
    const url = await open(ok);
    const [one, two] = await Promise.all([fetch(url), fetch(url)]);
    const policy = one.headers.get('content-security-policy');
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/]{22}==' 'strict-dynamic';/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toBe(two.headers.get('content-security-policy'));
    expect(one.headers.get('x-request-id')).not.toBe(two.headers.get('x-request-id'));
    expect(one.headers.get('x-content-type-options')).toBe('nosniff');
    expect(one.headers.get('strict-transport-security')).toBeNull();
  });

  test('tells the browser to stay with https where people come by https', async () => {
    const answer = await fetch(await open(ok, { secure: true }));
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000');
  });

  test('under /casetool is kept by no cache', async () => {
    const url = await open(ok);
    for (const path of ['/casetool', '/casetool/net-billing', '/casetool/api/x'])
      expect((await fetch(url + path)).headers.get('cache-control')).toBe('private, no-store');
    expect((await fetch(`${url}/_next/static/x.js`)).headers.get('cache-control')).toBeNull();
  });
});

describe('refused without asking the program', () => {
  test.each([
    ['DELETE', '/casetool/api/net-billing', 'GET, HEAD, POST'],
    ['OPTIONS', '/casetool/api/login', 'GET, HEAD, POST'],
    ['POST', '/casetool/net-billing', 'GET, HEAD'],
    ['POST', '/', 'GET, HEAD'],
    ['PUT', '/', 'GET, HEAD'],
  ])('%s %s', async (method, path, allow) => {
    const answer = vi.fn(ok);
    const response = await fetch((await open(answer)) + path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allow);
    expect(await response.json()).toEqual({ success: false, error: 'Method not allowed' });
    expect(answer).not.toHaveBeenCalled();
  });

  test.each(['/%', '/%ff', '/%00', '//evil', '/\\evil', '*', 'http://evil/'])(
    'the address %s',
    async (target) => {
      const answer = vi.fn(ok);
      const text = await sendRaw(
        await open(answer),
        `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
      );
      expect(text).toMatch(/^HTTP\/1\.1 400 /);
      expect(text).toContain('X-Content-Type-Options: nosniff');
      expect(answer).not.toHaveBeenCalled();
    },
  );

  test.each([
    ['what is not HTTP', 'hello\r\n\r\n', 400],
    ['headers without end', `GET / HTTP/1.1\r\nx: ${'y'.repeat(100_000)}`, 431],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
    ],
  ])('%s', async (_what, bytes, status) => {
    const text = await sendRaw(await open(ok), bytes);
    expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(text).toContain('X-Frame-Options: DENY');
  });
});

describe('when the program behind the front fails', () => {
  test('the answer is a request id and nothing else, and the log has the rest in one line', async () => {
    const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const url = await open(async () => {
      throw new Error('SELECT secret\nFROM /etc/passwd');
    });
    const response = await fetch(url);
    expect(response.status).toBe(500);
    const requestId = response.headers.get('x-request-id');
    expect(await response.json()).toEqual({
      success: false,
      error: 'Internal server error',
      request_id: requestId,
    });
    expect(log).toHaveBeenCalledTimes(1);
    const line = String(log.mock.calls[0]?.[0]);
    expect(line.trimEnd()).not.toContain('\n');
    expect(JSON.parse(line)).toMatchObject({
      level: 'error',
      requestId,
      error: { message: /SELECT secret/ },
    });
  });

  test('in the middle of an answer, the connection is cut', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const url = await open(async (_request, response) => {
      response.write('half');
      throw new Error('broken');
    });
    await expect(fetch(url).then((response) => response.text())).rejects.toThrow();
  });
});
