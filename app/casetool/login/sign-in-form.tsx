'use client';

import { type FormEvent, useEffect, useId, useRef, useState, useSyncExternalStore } from 'react';
import button from '../ui/button.module.css';
import { Message } from '../ui/message';
import { EmailField, PasswordField } from './fields';
import type { Notice } from './notice';
import { signIn } from './sign-in';
import styles from './sign-in-form.module.css';

type Missing = { readonly email: boolean; readonly password: boolean };
const NOTHING_MISSING: Missing = { email: false, password: false };

/** Asks for address and password; says what went wrong in words; leaves for `destination` when signed in. */
export function SignInForm({ destination, notice }: { destination: string; notice: Notice | null }) {
  const form = useRef<HTMLFormElement>(null);
  const noticeId = useId();
  const [missing, setMissing] = useState(NOTHING_MISSING);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const hydrated = useHydrated();

  useEffect(() => focusOn(form.current, 'email'), []);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const credentials = credentialsIn(event.currentTarget);
    const nowMissing = { email: credentials.email === '', password: credentials.password === '' };
    setMissing(nowMissing);
    setFailure(null);
    if (nowMissing.email || nowMissing.password) {
      focusOn(form.current, nowMissing.email ? 'email' : 'password');
      return;
    }
    setBusy(true);
    const outcome = await signIn(credentials);
    if (outcome.signedIn) {
      // A full navigation: what the browser holds of an earlier visitor goes with it.
      window.location.replace(destination);
      return;
    }
    setBusy(false);
    setFailure(outcome.failure);
    if (outcome.wrongCredentials) focusOn(form.current, 'password');
  };

  return (
    // Should it ever be sent before the script runs, then not with a password in the address.
    <form ref={form} className={styles.form} method="post" noValidate onSubmit={submit} aria-busy={busy}>
      {notice && !failure && (
        <Message tone={notice.tone} id={noticeId}>
          {notice.text}
        </Message>
      )}
      <div role="alert">{failure && <Message tone="negative">{failure}</Message>}</div>
      <EmailField missing={missing.email} describedBy={notice && !failure ? noticeId : undefined} />
      <PasswordField missing={missing.password} />
      <button
        type="submit"
        className={`${button.primary} ${styles.submit}`}
        disabled={!hydrated}
        aria-disabled={busy}
      >
        {busy ? 'Signing in…' : 'Sign in'}
      </button>
    </form>
  );
}

function credentialsIn(form: HTMLFormElement): { email: string; password: string } {
  const fields = new FormData(form);
  return { email: String(fields.get('email')).trim(), password: String(fields.get('password')) };
}

function focusOn(form: HTMLFormElement | null, name: 'email' | 'password'): void {
  const field = form?.elements.namedItem(name);
  if (!(field instanceof HTMLInputElement)) return;
  field.focus();
  field.select();
}

/** False in what the server sends, true once the script of the page runs. */
function useHydrated(): boolean {
  return useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
}
