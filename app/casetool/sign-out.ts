/** What a press on Sign out led to: where to go, or what went wrong, in words. */
export type SignOutOutcome = { readonly leaveFor: string } | { readonly failure: string };

const SIGN_IN_PAGE = '/casetool/login';

/** Ends the session on the server. Never throws. */
export async function signOut(request: typeof fetch = fetch): Promise<SignOutOutcome> {
  try {
    const response = await request('/casetool/api/logout', { method: 'POST' });
    return response.ok
      ? { leaveFor: `${SIGN_IN_PAGE}?reason=${await reasonOf(response)}` }
      : refusedBy(response);
  } catch {
    return { failure: 'The server can’t be reached, so you are still signed in. Try again.' };
  }
}

/**
 * The warning of an answer becomes a word of our own, which the sign-in page turns into a sentence: text from an
 * address would let anyone put words into that page.
 */
async function reasonOf(response: Response): Promise<'signed-out' | 'signed-out-unwritten'> {
  const body: { warning?: string } = await response.json();
  return body.warning ? 'signed-out-unwritten' : 'signed-out';
}

function refusedBy(response: Response): SignOutOutcome {
  return response.status === 403
    ? {
        failure: 'The server takes requests only from its own address, and this page is open at another one.',
      }
    : { failure: 'The server could not end the session, so you are still signed in. Try again.' };
}
