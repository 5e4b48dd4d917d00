'use client';

import { type LucideIcon, ReceiptText } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useId } from 'react';
import type { Theme } from '@/app/theme';
import { Brand } from './brand';
import styles from './sidebar.module.css';
import { SignOutButton } from './sign-out-button';
import { ThemeSwitch } from './theme-switch';
import { EmailAddress } from './ui/email-address';

interface NavigationSection {
  readonly title: string;
  readonly links: readonly { readonly href: Route; readonly label: string; readonly icon: LucideIcon }[];
}

/** Every page of the casetool that exists, and no other. */
const NAVIGATION: readonly NavigationSection[] = [
  {
    title: 'Account',
    links: [{ href: '/casetool/net-billing', label: 'Net Billing Report', icon: ReceiptText }],
  },
];

/** What the frame shows at the left, and the drawer on narrow screens: where one can go, and as whom. */
export function Sidebar({ email, theme }: { email: string; theme: Theme }) {
  return (
    <div className={styles.sidebar}>
      <div className={styles.brand}>
        <Brand />
      </div>
      <nav className={styles.navigation} aria-label="Pages">
        {NAVIGATION.map((section) => (
          <Section key={section.title} section={section} />
        ))}
      </nav>
      <div className={styles.foot}>
        <ThemeSwitch chosen={theme} />
        <div className={styles.who}>
          <span className={styles.initial} aria-hidden="true">
            {Array.from(email)[0]}
          </span>
          <div className={styles.identity}>
            <span className={styles.label}>Signed in as</span>
            <EmailAddress email={email} focusable />
          </div>
        </div>
        <SignOutButton />
      </div>
    </div>
  );
}

function Section({ section }: { section: NavigationSection }) {
  const pathname = usePathname();
  const titleId = useId();
  return (
    <section aria-labelledby={titleId}>
      <h2 id={titleId} className={styles.label}>
        {section.title}
      </h2>
      <ul className={styles.links}>
        {section.links.map(({ href, label, icon: Icon }) => (
          <li key={href}>
            <Link className={styles.link} href={href} aria-current={pathname === href ? 'page' : undefined}>
              <Icon aria-hidden="true" />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
