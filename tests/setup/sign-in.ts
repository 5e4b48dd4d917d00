import { PASSWORD, type TestServer } from './server';

/**
 * Signs in as a browser would and returns the `Cookie` header of the session.
 * @throws Error where the answer is not 200
 */
export async function signIn(server: TestServer, email: string, password = PASSWORD): Promise<string> {
  const response = await fetch(`${server.baseUrl}/casetool/api/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: server.baseUrl, 'Sec-Fetch-Site': 'same-origin' },
    body: JSON.stringify({ email, password }),
  });
  if (response.status !== 200)
    throw new Error(`Signing in answered ${response.status}: ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
}
