import { expect, test } from 'vitest';
import { signIn } from './sign-in';

const credentials = { email: 'asha.rao@example.com', password: 'a password' };

const failureFor = async (status: number, headers: Record<string, string> = {}): Promise<string> => {
  const outcome = await signIn(credentials, async () => new Response(null, { status, headers }));
  return outcome.signedIn ? 'signed in' : outcome.failure;
};

test('sends the address and the password as JSON, in the body and not in the address', async () => {
  const sent: unknown[] = [];
  await signIn(credentials, async (...request) => {
    sent.push(request);
    return Response.json({ success: true });
  });
  expect(sent).toEqual([
    [
      '/casetool/api/login',
      {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: '{"email":"asha.rao@example.com","password":"a password"}',
      },
    ],
  ]);
});

test('is signed in by a 200 and by nothing else', async () => {
  expect(await signIn(credentials, async () => Response.json({ success: true }))).toEqual({ signedIn: true });
  expect(await failureFor(302)).not.toBe('signed in');
});

test('says of a 401, and of no other answer, that typing again may help', async () => {
  const wrong = await signIn(credentials, async () => new Response(null, { status: 401 }));
  expect(wrong).toEqual({
    signedIn: false,
    wrongCredentials: true,
    failure: 'Wrong e-mail address or password. Only administrators can sign in.',
  });
  const unavailable = await signIn(credentials, async () => new Response(null, { status: 503 }));
  expect(unavailable).toMatchObject({ signedIn: false, wrongCredentials: false });
});

test('says how long to wait after too many attempts', async () => {
  expect(await failureFor(429, { 'Retry-After': '840' })).toBe('Too many attempts. Try again in 14 minutes.');
  expect(await failureFor(429)).toBe('Too many attempts. Try again in a moment.');
});

test('says that the page is open at another address than the server’s own', async () => {
  expect(await failureFor(403)).toContain('this page is open at another one');
});

test('says that the database does not answer', async () => {
  expect(await failureFor(503)).toContain('The user database did not answer');
  expect(await failureFor(504)).toContain('The user database did not answer');
});

test('names the request under which the server’s log has the cause', async () => {
  expect(await failureFor(500, { 'X-Request-Id': '0d6c' })).toContain(
    'its log has the cause under request 0d6c.',
  );
  expect(await failureFor(500)).toContain('its log has the cause.');
});

test('says that the server can’t be reached', async () => {
  const outcome = await signIn(credentials, () => Promise.reject(new TypeError('Failed to fetch')));
  expect(outcome).toMatchObject({
    failure: 'The server can’t be reached. Check your connection, then try again.',
  });
});
