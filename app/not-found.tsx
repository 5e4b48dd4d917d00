import type { Metadata } from 'next';
import Link from 'next/link';
import button from './casetool/ui/button.module.css';
import { MessagePage } from './message-page';

export const metadata: Metadata = { title: 'Page not found' };

export default function NotFound() {
  return (
    <MessagePage
      title="There is no page at this address"
      action={
        <Link className={button.primary} href="/casetool/net-billing" prefetch={false}>
          Go to the report
        </Link>
      }
    >
      <p>The address may have a typing error, or the page was moved.</p>
    </MessagePage>
  );
}
