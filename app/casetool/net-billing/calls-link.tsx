import type { MouseEvent, ReactNode } from 'react';
import { type CallsOf, withCalls } from '@/lib/billing/calls-view';
import { formatCount } from '@/lib/billing/format';
import { pageHref } from '@/lib/billing/report-view';
import styles from './calls-link.module.css';
import { Zero } from './figures';
import { useAddress, writeAddress } from './use-address';

interface Props {
  readonly of: CallsOf;
  /** Whose or of what. */
  readonly name: string;
  readonly children: ReactNode;
}

/** A figure that leads to the calls behind it. It is a link, so that they can be opened in a window of their own. */
export function CallsLink({ of, name, children }: Props) {
  const to = withCalls(useAddress(), of);
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    writeAddress(to, 'pushState');
  };
  return (
    <a
      className={styles.link}
      href={pageHref(to)}
      onClick={open}
      aria-description={`Shows the calls of ${name}`}
      data-tooltip="Show the calls"
    >
      {children}
    </a>
  );
}

/** A number of operations, which leads to them where there are any. */
export function OperationsLink({ count, of, name }: Omit<Props, 'children'> & { count: number }) {
  if (count === 0) return <Zero />;
  return (
    <CallsLink of={of} name={name}>
      {formatCount(count)}
    </CallsLink>
  );
}
