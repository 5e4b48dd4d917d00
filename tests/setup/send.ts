import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { PASSWORD, type TestServer } from './server';

export interface ToSend {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
  /** The address that it comes from: each of 127.0.0.0/8 is a peer of its own. */
  readonly peer?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: unknown;
}

/** One request as it is written here: `fetch` would mend paths and set headers of its own. */
export function send(
  server: Pick<TestServer, 'port'>,
  path: string,
  { method = 'GET', headers = {}, body, peer = '127.0.0.1' }: ToSend = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const to = {
      host: '127.0.0.1',
      port: server.port,
      localAddress: peer,
      path,
      method,
      headers,
      agent: false,
    };
    const sent = request(to, async (response) => {
      try {
        let text = '';
        for await (const chunk of response.setEncoding('utf8')) text += chunk;
        const isJson = response.headers['content-type']?.startsWith('application/json') ?? false;
        const json: unknown = isJson && text ? JSON.parse(text) : null;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json });
      } catch (error) {
        reject(error);
      }
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** What a server says to bytes that no client would send, up to the end of the connection. */
export async function sendRaw(server: Pick<TestServer, 'port'>, bytes: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  socket.end(bytes, 'latin1');
  let answer = '';
  for await (const chunk of socket.setEncoding('latin1')) answer += chunk;
  return answer;
}

/** An attempt to sign in, as a browser on our own page makes it. */
export function trySignIn(
  server: Pick<TestServer, 'port' | 'baseUrl'>,
  email: string,
  { password = PASSWORD, headers = {}, ...rest }: ToSend & { password?: string } = {},
): Promise<Answer> {
  return send(server, '/casetool/api/login', {
    method: 'POST',
    body: JSON.stringify({ email, password }),
    headers: { 'Content-Type': 'application/json', Origin: server.baseUrl, ...headers },
    ...rest,
  });
}

/** What a browser would send back, of the cookies that an answer sets. */
export function cookiesOf(answer: Answer): string {
  return (answer.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';', 1)[0]).join('; ');
}
