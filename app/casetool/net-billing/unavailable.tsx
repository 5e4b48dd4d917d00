import { MessagePage } from '@/app/message-page';
import button from '../ui/button.module.css';

/** In place of the report while the database can't say who the visitor is: nobody is let in. */
export function Unavailable({ address }: { address: string }) {
  return (
    <MessagePage
      title="Billing data is unavailable"
      action={
        <a className={button.primary} href={address}>
          Try again
        </a>
      }
    >
      <p>The database did not answer, so your access could not be checked. Try again in a moment.</p>
    </MessagePage>
  );
}
