'use client';

import '@/styles/tokens.css';
import '@/styles/globals.css';
import { FailurePage } from './failure-page';

/** Stands in for the whole document when even its shell failed. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <head>
        <title>Net Billing</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
      </head>
      <body>
        <FailurePage error={error} />
      </body>
    </html>
  );
}
