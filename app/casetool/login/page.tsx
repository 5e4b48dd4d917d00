import type { Metadata, Route } from 'next';
import { redirect } from 'next/navigation';
import { findAdmin } from '@/lib/server/find-admin';
import { returnPath } from '@/lib/server/return-path';
import { Brand } from '../brand';
import { findNotice } from './notice';
import styles from './page.module.css';
import { SignInForm } from './sign-in-form';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: PageProps<'/casetool/login'>) {
  const { next, reason } = await searchParams;
  const destination = returnPath(onlyOne(next));
  if (await findAdmin()) redirect(destination as Route);
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <Brand />
        <h1 className={styles.title}>Sign in to Net Billing</h1>
        <p className={styles.for}>For administrators of the casetool</p>
        <SignInForm destination={destination} notice={findNotice(onlyOne(reason))} />
        <noscript>
          <p className={styles.noscript}>
            Signing in needs JavaScript. Allow it for this site, then load the page again.
          </p>
        </noscript>
      </div>
    </main>
  );
}

const onlyOne = (parameter: string | string[] | undefined): string | undefined =>
  typeof parameter === 'string' ? parameter : undefined;
