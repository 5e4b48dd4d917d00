/** Why somebody is sent to the sign-in page who was signed in before; it says so there. */
export type SignInReason = 'ended' | 'not-admin';

/** The sign-in page, which leads on to `next` afterwards. */
export function signInHref(next: string, reason?: SignInReason): string {
  return `/casetool/login?${new URLSearchParams({ next, ...(reason && { reason }) })}`;
}
