import styles from './email-address.module.css';
import { splitEmail } from './split-email';

/**
 * An e-mail address in one line. Where there is no room for all of it, its middle gives way and a tooltip holds
 * the whole; screen readers always get the whole.
 */
export function EmailAddress({ email, focusable = false }: { email: string; focusable?: boolean }) {
  const [head, tail] = splitEmail(email);
  return (
    <span
      className={styles.address}
      data-tooltip={email}
      data-tooltip-when="cut"
      tabIndex={focusable ? 0 : undefined}
    >
      <span className="visually-hidden">{email}</span>
      <span className={styles.head} data-cut="" aria-hidden="true">
        {head}
      </span>
      <span className={styles.tail} aria-hidden="true">
        {tail}
      </span>
    </span>
  );
}
