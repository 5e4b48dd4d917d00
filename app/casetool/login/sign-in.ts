import { waitInWords } from './wait-in-words';

/** What a press on Sign in led to. `wrongCredentials` says that typing again may help. */
export type SignInOutcome =
  | { readonly signedIn: true }
  | { readonly signedIn: false; readonly failure: string; readonly wrongCredentials: boolean };

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Asks the server for a session. Never throws. */
export async function signIn(
  credentials: Credentials,
  request: typeof fetch = fetch,
): Promise<SignInOutcome> {
  try {
    const response = await request('/casetool/api/login', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(credentials),
    });
    if (response.ok) return { signedIn: true };
    return { signedIn: false, failure: failureOf(response), wrongCredentials: response.status === 401 };
  } catch {
    const failure = 'The server can’t be reached. Check your connection, then try again.';
    return { signedIn: false, failure, wrongCredentials: false };
  }
}

function failureOf({ status, headers }: Response): string {
  switch (status) {
    case 400:
    case 413:
      return 'The e-mail address or the password is too long to be right.';
    case 401:
      return 'Wrong e-mail address or password. Only administrators can sign in.';
    case 403:
      return 'The server takes sign-ins only from its own address, and this page is open at another one. Open the page at the address that the server was set up with.';
    case 429:
      return `Too many attempts. Try again in ${waitInWords(Number(headers.get('Retry-After')))}.`;
    case 503:
    case 504:
      return 'The user database did not answer, so nobody can sign in right now. Try again in a moment.';
    default:
      return `The server could not sign you in. Try again; if it stays so, its log has the cause${requestOf(headers)}.`;
  }
}

function requestOf(headers: Headers): string {
  const id = headers.get('x-request-id');
  return id ? ` under request ${id}` : '';
}
