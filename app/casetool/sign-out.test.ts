import { expect, test } from 'vitest';
import { signOut } from './sign-out';

test('leaves for the sign-in page once the session has ended', async () => {
  expect(await signOut(async () => Response.json({ success: true }))).toEqual({
    leaveFor: '/casetool/login?reason=signed-out',
  });
});

test('takes a warning of the server along, as a word and not as its text', async () => {
  expect(await signOut(async () => Response.json({ success: true, warning: 'not written down' }))).toEqual({
    leaveFor: '/casetool/login?reason=signed-out-unwritten',
  });
});

test('says that the visitor is still signed in when the server fails or can’t be reached', async () => {
  expect(await signOut(async () => new Response(null, { status: 500 }))).toEqual({
    failure: 'The server could not end the session, so you are still signed in. Try again.',
  });
  expect(await signOut(() => Promise.reject(new TypeError('Failed to fetch')))).toEqual({
    failure: 'The server can’t be reached, so you are still signed in. Try again.',
  });
});

test('says that the page is open at another address than the server’s own', async () => {
  const outcome = await signOut(async () => new Response(null, { status: 403 }));
  expect(outcome).toMatchObject({ failure: expect.stringContaining('this page is open at another one') });
});
