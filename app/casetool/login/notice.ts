/** Why a visitor sees the sign-in page who did not ask for it: `?reason=` in its address. */
const NOTICES = {
  ended: { tone: 'warning', text: 'Your session has ended. Sign in again.' },
  'not-admin': { tone: 'warning', text: 'Only administrators may see this page. Sign in as one.' },
  'signed-out': { tone: 'positive', text: 'You are signed out.' },
  'signed-out-unwritten': {
    tone: 'warning',
    text: 'You are signed out. But the server could not write that down, so a copy of your session may work again after a restart.',
  },
} as const;

export interface Notice {
  readonly tone: 'positive' | 'warning';
  readonly text: string;
}

export function findNotice(reason: string | undefined): Notice | null {
  return reason !== undefined && Object.hasOwn(NOTICES, reason)
    ? NOTICES[reason as keyof typeof NOTICES]
    : null;
}
