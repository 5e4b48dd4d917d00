'use client';

import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { signOut } from './sign-out';
import styles from './sign-out-button.module.css';
import button from './ui/button.module.css';

/** Ends the session, then leaves for the sign-in page; where that fails it says so and the visitor stays. */
export function SignOutButton() {
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const leave = async () => {
    setBusy(true);
    setFailure(null);
    const outcome = await signOut();
    if ('leaveFor' in outcome) {
      // A full navigation, so that nothing of this visitor stays in the page's memory.
      window.location.replace(outcome.leaveFor);
      return;
    }
    setFailure(outcome.failure);
    setBusy(false);
  };

  return (
    <div>
      <button
        type="button"
        className={`${button.quiet} ${styles.button}`}
        aria-disabled={busy}
        onClick={busy ? undefined : leave}
      >
        <LogOut aria-hidden="true" />
        {busy ? 'Signing out…' : 'Sign out'}
      </button>
      <p className={styles.failure} role="alert">
        {failure}
      </p>
    </div>
  );
}
