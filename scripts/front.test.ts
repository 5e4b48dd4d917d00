import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, type MockInstance, test, vi } from 'vitest';
import { createFront, refuseBroken } from './front.mjs';
import { logLine } from './json-log.mjs';

type Answer = Parameters<typeof createFront>[0]['answer'];

let server: Server;
let logged: MockInstance<typeof process.stderr.write>;
afterEach(() => {
  vi.restoreAllMocks();
  server.closeAllConnections();
  server.close();
});

/** A front before something that answers, and its address. */
async function open(
  answer: Answer,
  { secure = false, ...more }: Partial<Parameters<typeof createFront>[0]> = {},
): Promise<string> {
  logged = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  server = createServer(createFront({ answer, secure, dev: false, ...more }));
  server.on('clientError', refuseBroken(secure));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What was written to the log. */
const logLines = () => logged.mock.calls.map(([line]) => JSON.parse(String(line)));

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
    await expect.poll(logLines).toMatchObject([
      { level: 'error', requestId, error: { message: /SELECT secret/ } },
      { level: 'info', requestId, status: 500 },
    ]);
    for (const [line] of logged.mock.calls) expect(String(line).trimEnd()).not.toContain('\n');
  });

  test('in the middle of an answer, the connection is cut', async () => {
    const url = await open(async (_request, response) => {
      response.write('half');
      throw new Error('broken');
    });
    await expect(fetch(url).then((response) => response.text())).rejects.toThrow();
  });
});

describe('the log', () => {
  test('has one line for a request: what was asked, what became of it, and the id that the answer carries', async () => {
    const url = await open(ok, { routeOf: () => '/somewhere' });
    const response = await fetch(`${url}/casetool/net-billing?search=asha%40example.com&page=2`);
    expect(await response.text()).toBe('ok');
    await expect.poll(logLines).toEqual([
      {
        time: expect.any(String),
        level: 'info',
        message: 'request',
        requestId: response.headers.get('x-request-id'),
        method: 'GET',
        path: '/casetool/net-billing',
        query: 'search=…&page=2',
        status: 200,
        ms: expect.any(Number),
        bytes: expect.any(Number),
      },
    ]);
    expect(logLines()[0].bytes).toBeGreaterThan(500);
  });

  test('has the id of the request in what is written on its behalf, however deep and however much later', async () => {
    const url = await open(async (_request, response) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      logLine('warn', 'deep inside');
      response.end();
    });
    const ids = await Promise.all([1, 2, 3].map(async () => (await fetch(url)).headers.get('x-request-id')));
    const deep = () => logLines().filter(({ message }) => message === 'deep inside');
    expect(
      deep()
        .map(({ requestId }) => requestId)
        .sort(),
    ).toEqual(ids.sort());
  });

  test('says of a client that left before the answer, and of an answer that was cut', async () => {
    const url = await open(async (request, response) => {
      if (request.url === '/cut') response.write('half');
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (request.url === '/cut') response.destroy();
    });
    const leaving = new AbortController();
    const left = fetch(`${url}/left`, { signal: leaving.signal });
    setTimeout(() => leaving.abort(), 10);
    await expect(left).rejects.toThrow();
    await expect(fetch(`${url}/cut`).then((response) => response.text())).rejects.toThrow();
    await expect.poll(logLines).toMatchObject([
      { path: '/left', status: 499 },
      { path: '/cut', status: 200, cut: true },
    ]);
  });

  test('is quiet about what machines ask every few seconds', async () => {
    const probes = ['health/live', 'health/ready', 'metrics'].map((name) => `/casetool/api/${name}`);
    const url = await open(ok, { routeOf: (path) => path });
    for (const path of [...probes, '/casetool/login']) await (await fetch(url + path)).text();
    await expect.poll(logLines).toMatchObject([{ path: '/casetool/login' }]);
  });

  test('has a line for what is no request at all, with the id that its answer carries', async () => {
    const text = await sendRaw(await open(ok), 'hello\r\n\r\n');
    const [, requestId] = /^X-Request-Id: (\S+)\r$/m.exec(text) ?? [];
    expect(logLines()).toMatchObject([{ message: 'not a request', requestId, status: 400 }]);
  });
});

describe('the id of a request', () => {
  const idFor = async (given: string, isTrustedProxy?: (address: string) => boolean) => {
    const url = await open(ok, isTrustedProxy && { isTrustedProxy });
    return (await fetch(url, { headers: { 'X-Request-Id': given } })).headers.get('x-request-id');
  };

  test('is the one that a trusted proxy gave it', async () => {
    const trusted = vi.fn(() => true);
    expect(await idFor('7f3a19c2d4e5b6a7', trusted)).toBe('7f3a19c2d4e5b6a7');
    expect(trusted).toHaveBeenCalledWith('127.0.0.1');
  });

  test('is a new one where anybody else gave one', async () => {
    expect(await idFor('7f3a19c2d4e5b6a7')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.each(['short', 'a'.repeat(65), 'with space', '{"level":"error"}', 'x;y=0123456'])(
    'is a new one where a trusted proxy gave what is no id: %s',
    async (given) => {
      expect(await idFor(given, () => true)).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
});
