'use client';

import button from './casetool/ui/button.module.css';
import { MessagePage } from './message-page';

/** What a visitor sees when a page could not be made. The cause is in the server's log, under the reference. */
export function FailurePage({ error }: { error: Error & { digest?: string } }) {
  return (
    <MessagePage
      title="This page could not be shown"
      action={
        <button type="button" className={button.primary} onClick={() => window.location.reload()}>
          Try again
        </button>
      }
    >
      <p>
        Something failed while the page was made; the database may not be answering. Try again in a moment.
      </p>
      {error.digest && <p>If it stays so, the server’s log has the cause under {error.digest}.</p>}
    </MessagePage>
  );
}
