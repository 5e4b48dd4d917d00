import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import '@/styles/tokens.css';
import '@/styles/globals.css';
import { findTheme } from './find-theme';

export const metadata: Metadata = {
  title: { default: 'Net Billing', template: '%s · Net Billing' },
  description: "What every user's calls to the Gemini models cost, per user and per model.",
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' };

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Reading the request also makes every page dynamic: a page made at build time would carry no nonce, and the
  // content security policy would keep its scripts from running.
  const theme = await findTheme();
  return (
    <html lang="en" data-theme={theme === 'system' ? undefined : theme}>
      <body>{children}</body>
    </html>
  );
}
