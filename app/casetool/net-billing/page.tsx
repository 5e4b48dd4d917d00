import type { Metadata, Route } from 'next';
import { redirect } from 'next/navigation';
import { pageHref } from '@/lib/billing/report-view';
import { env } from '@/lib/server/env';
import {
  DatabaseTimeoutError,
  DatabaseUnavailableError,
  NotAdminError,
  NotSignedInError,
} from '@/lib/server/errors';
import { requireAdmin } from '@/lib/server/session';
import { NetBillingReport } from './net-billing-report';
import { signInHref } from './sign-in-href';
import { Unavailable } from './unavailable';

export const metadata: Metadata = { title: 'Net Billing Report' };

export default async function NetBillingPage({ searchParams }: PageProps<'/casetool/net-billing'>) {
  const address = pageHref(toAddress(await searchParams));
  try {
    await requireAdmin();
  } catch (error) {
    if (error instanceof NotSignedInError) redirect(signInHref(address) as Route);
    if (error instanceof NotAdminError) redirect(signInHref(address, 'not-admin') as Route);
    if (error instanceof DatabaseUnavailableError || error instanceof DatabaseTimeoutError)
      return <Unavailable address={address} />;
    throw error;
  }
  return <NetBillingReport sampleData={env().sampleData} />;
}

/** Everything that the page was asked for, so that signing in leads back to the same view. */
function toAddress(parameters: Readonly<Record<string, string | string[] | undefined>>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(parameters).flatMap(([name, value]) => [value ?? []].flat().map((each) => [name, each])),
  );
}
