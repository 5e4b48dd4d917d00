import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { findTheme } from '@/app/find-theme';
import { findAdmin } from '@/lib/server/find-admin';
import { Frame } from './frame';

export const metadata: Metadata = { robots: { index: false, follow: false } };

/**
 * The frame is there for signed-in administrators only, so the sign-in page, which lies under the same path, stands
 * alone. It guards nothing: a layout is not rendered again when the visitor moves between its pages, so each page
 * asks for its administrator itself.
 */
export default async function CasetoolLayout({ children }: { children: ReactNode }) {
  const [admin, theme] = await Promise.all([findAdmin(), findTheme()]);
  if (!admin) return children;
  return (
    <Frame email={admin.email} theme={theme}>
      {children}
    </Frame>
  );
}
